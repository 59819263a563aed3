import Foundation
import Glibc
import Synchronization

/// The built program at a terminal of its own, where somebody types.
final class Terminal: @unchecked Sendable {  // Process is only touched from the test's one task.
    private let process = Process()
    private let keyboard: FileHandle
    private let shown = Mutex<[UInt8]>([])
    /// Up to where the screen was looked at.
    private let seen = Mutex(0)

    init(_ arguments: [String], environment: [String: String]) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
        guard unsafe openpty(&master, &slave, nil, nil, &size) == 0 else { throw POSIXError(.ENOTTY) }
        keyboard = FileHandle(fileDescriptor: master, closeOnDealloc: true)
        let screen = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
        process.executableURL = try ChildProgram.path
        process.arguments = arguments
        let own = ["TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"]
        process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }
            .merging(environment) { $1 }
        process.standardInput = screen
        process.standardOutput = screen
        process.standardError = screen
        keyboard.readabilityHandler = { [weak self] handle in
            let bytes = handle.availableData
            // The other end is closed once the program has ended.
            guard !bytes.isEmpty else {
                handle.readabilityHandler = nil
                return
            }
            self?.shown.withLock { $0 += bytes }
        }
        try process.run()
    }

    func type(_ keys: String) throws { try keyboard.write(contentsOf: Data(keys.utf8)) }

    /// Waits until something is shown that was not looked at before.
    func expect(_ text: String) async throws {
        let wanted = Array(text.utf8)
        try await until {
            shown.withLock { shown in
                seen.withLock { seen in
                    guard let place = shown[seen...].firstRange(of: wanted) else { return false }
                    seen = place.upperBound
                    return true
                }
            }
        }
    }

    /// Waits for the program's own end.
    ///
    /// - Returns: Its exit status.
    func ended() async throws -> Int32 {
        try await until { !process.isRunning }
        keyboard.readabilityHandler = nil
        return process.terminationStatus
    }

    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// All that was shown, for a test that waits in vain.
    var text: String { shown.withLock { String(decoding: $0, as: UTF8.self) } }
}
