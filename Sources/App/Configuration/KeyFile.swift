import FoundationEssentials
import Glibc
package import Proofs

/// The file with the key that signs.
package struct KeyFile: Equatable, Sendable {
    package let path: String
    /// Whether a new key may be made where there is none.
    package let mayBeMade: Bool

    package init(path: String, mayBeMade: Bool) {
        self.path = path
        self.mayBeMade = mayBeMade
    }

    /// Why the file does not give a key.
    package enum Trouble: Error, Equatable, Sendable {
        case unreadable(reason: String)
        case noKey
        /// Others than its owner can read it.
        case exposed
        case unwritable(reason: String)
    }

    /// The key; a new one in a new file when that may be.
    ///
    /// - Throws: ``Trouble``
    package func key() throws(Trouble) -> SigningKey {
        if mayBeMade, unsafe access(path, F_OK) != 0, errno == ENOENT { return try made() }
        return try read()
    }

    private func read() throws(Trouble) -> SigningKey {
        let status: FileStatus
        do { status = try FileStatus(path: path) } catch { throw .unreadable(reason: error.reason) }
        guard !status.isOpenToEverybody else { throw .exposed }
        let text: String
        do { text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self) } catch {
            throw .unreadable(reason: "it cannot be opened")
        }
        do { return try SigningKey(pem: text) } catch { throw .noKey }
    }

    /// Of several processes that make one at the same moment the first wins, and the others take its.
    private func made() throws(Trouble) -> SigningKey {
        let key: SigningKey
        do { key = try SigningKey.make() } catch { throw .noKey }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw .unwritable(reason: SystemError(number: errno, path: folder).reason)
        }
        // In containers on one volume, several processes have the same number.
        let draft = "\(path).\(UInt64.random(in: .min ... .max)).new"
        do { try NewFile.write(Array(key.pem.utf8), to: draft, mode: 0o600) } catch {
            throw .unwritable(reason: error.reason)
        }
        defer { _ = unsafe unlink(draft) }
        guard unsafe link(draft, path) == 0 else {
            let failure = SystemError(number: errno, path: path)
            guard failure.number == EEXIST else { throw .unwritable(reason: failure.reason) }
            return try read()
        }
        return key
    }
}
