import Contract
import Glibc

/// The lines of a file, one after the other, however large it is.
final class FileLines {
    /// Longer ones are nobody's whom this program knows.
    private static let longest = 16 << 20
    private static let piece = 1 << 18

    private let path: String
    private let file: Int32
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// - Throws: ``Problem`` when the file cannot be read.
    init(_ path: String) throws(Problem) {
        self.path = path
        file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            let reason = SystemError(number: errno, path: path).reason
            throw Problem(file: path, "It cannot be read: \(reason).", fix: "Name a file that is there.")
        }
    }

    deinit { close(file) }

    /// The next line, without its line feed; nil at the end.
    ///
    /// - Throws: ``Problem`` when the file cannot be read on.
    func next() throws(Problem) -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            if isAtEnd {
                defer { start = buffer.count }
                return start < buffer.count ? Array(buffer[start...]) : nil
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            guard buffer.count <= Self.longest else {
                throw Problem(file: path, "It has a line that is too long.", fix: "Export it again.")
            }
            try fill()
        }
    }

    private func fill() throws(Problem) {
        let old = buffer.count
        buffer += [UInt8](repeating: 0, count: Self.piece)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe Glibc.read(file, bytes.baseAddress.map { unsafe $0 + old }, Self.piece)
        }
        buffer.removeLast(Self.piece - max(count, 0))
        guard count >= 0 else { throw Problem(file: path, "It cannot be read.", fix: "Export it again.") }
        isAtEnd = count == 0
    }
}
