import Foundation

/// The built program, run as a process of its own that can be killed.
final class ChildProgram: @unchecked Sendable {  // Process is only touched from the test's one task.
    private let arguments: [String]
    private let descriptors: Int?
    private let environment: [String: String]
    private let log: URL
    private var process: Process?

    /// With `descriptors`, the program may have only so many files and sockets open.
    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        descriptors: Int? = nil,
        log: URL
    ) {
        self.arguments = arguments
        self.descriptors = descriptors
        self.environment = environment
        self.log = log
    }

    /// The program that this build made, beside the test bundle.
    static var path: URL {
        get throws {
            if let path = ProcessInfo.processInfo.environment["SKILLYARD_BIN"] { return URL(filePath: path) }
            let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            return bundle.appending(path: "skillyard")
        }
    }

    func start() throws {
        let process = Process()
        if let descriptors {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments =
                ["-c", "ulimit -n \(descriptors) && exec \"$0\" \"$@\"", try Self.path.path] + arguments
        } else {
            process.executableURL = try Self.path
            process.arguments = arguments
        }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        self.process = process
    }

    /// Kills without warning and waits until the process is gone.
    func kill() {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// Asks to stop and waits for the end.
    ///
    /// - Returns: The exit status.
    @discardableResult
    func stop() -> Int32 {
        process?.terminate()
        return wait()
    }

    /// Waits for the program's own end.
    ///
    /// - Returns: The exit status.
    func wait() -> Int32 {
        guard let process else { return 0 }
        process.waitUntilExit()
        self.process = nil
        return process.terminationStatus
    }

    var isRunning: Bool { process?.isRunning ?? false }
}

/// A port of the loopback address that nobody listens on.
func freePort() throws -> Int {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            guard unsafe bind(socket, address, length) == 0 else { return false }
            return unsafe getsockname(socket, address, &length) == 0
        }
    }
    guard bound else { throw CocoaError(.fileReadUnknown) }
    return Int(UInt16(bigEndian: address.sin_port))
}
