import Glibc

/// A file that was not there before.
package enum NewFile {
    /// Makes it, whole and on the disk, or not at all.
    ///
    /// - Parameters:
    ///   - bytes: Its content.
    ///   - path: Where; nothing may be there.
    ///   - mode: Who may do what with it.
    /// - Throws: What the system said.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws(SystemError) {
        let file = try NewFileWriter(path, mode: mode)
        do throws(SystemError) {
            try file.append(bytes)
            try file.finish()
        } catch {
            file.discard()
            throw error
        }
    }
}

/// A new file that grows piece by piece.
package struct NewFileWriter: Sendable {
    private let path: String
    private let file: Int32

    /// - Throws: What the system said; also when something is there already.
    package init(_ path: String, mode: UInt32) throws(SystemError) {
        self.path = path
        file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw SystemError(number: errno, path: path) }
    }

    /// - Throws: What the system said.
    package func append(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(file, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
            }
            guard written > 0 else {
                if errno == EINTR { continue }
                throw SystemError(number: errno, path: path)
            }
            done += written
        }
    }

    /// Makes it durable and closes it.
    ///
    /// - Throws: What the system said.
    package func finish() throws(SystemError) {
        guard fsync(file) == 0 else { throw SystemError(number: errno, path: path) }
        close(file)
    }

    /// Closes it and removes it.
    package func discard() {
        close(file)
        _ = unsafe unlink(path)
    }
}
