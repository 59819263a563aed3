import FoundationEssentials
import Glibc

/// A log on disk, one line an entry, that survives the death of the process.
///
/// Lines are handed to the kernel before an answer goes out; a power cut may still lose the last ones, which
/// is fine for a simulator.
final class Journal: Sendable {
    struct Unwritable: Error {}

    private let descriptor: Int32

    /// Starts a log that holds exactly `lines`, replacing the file in one step.
    init(path: String, lines: [[UInt8]]) throws {
        let content = Data(lines.flatMap { $0 + [10] })
        try content.write(to: URL(filePath: path), options: .atomic)
        descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unwritable() }
    }

    deinit {
        close(descriptor)
    }

    /// The whole lines of a log; a last line that was cut off by a crash is not among them.
    static func lines(ofFileAt path: String) -> [[UInt8]] {
        guard let content = FileManager.default.contents(atPath: path) else { return [] }
        let whole = content.lastIndex(of: 10).map { content[...$0] } ?? Data()
        return whole.split(separator: 10).map { [UInt8]($0) }
    }

    func append(_ line: [UInt8]) throws(Unwritable) {
        let bytes = line + [10]
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes { slice in
                unsafe write(descriptor, slice.baseAddress, slice.count)
            }
            guard count > 0 else { throw Unwritable() }
            written += count
        }
    }

    func clear() throws(Unwritable) {
        guard ftruncate(descriptor, 0) == 0 else { throw Unwritable() }
    }
}
