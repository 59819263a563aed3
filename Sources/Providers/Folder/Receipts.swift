import Contract
import Crypto
import Domain

/// Proof that a folder was put there by us, kept outside of it.
struct Receipt: Codable, Equatable, Sendable {
    let path: String
    /// Of the content that stands there.
    var digest: String?
    /// Of the content about to be put there: after a crash either may be true.
    var pending: String?
    /// The providers that share the folder: several agents may read the same one.
    var owners: [ProviderID]

    func covers(_ digests: [String]) -> Bool {
        digests.contains { $0 == digest || $0 == pending }
    }
}

/// The receipts, one small file each.
struct Receipts: Sendable {
    private let folder: Directory

    init(_ folder: Directory) {
        self.folder = folder
    }

    func receipt(for path: String) throws(PathFailure) -> Receipt? {
        guard try folder.kind(of: Self.name(path)) != nil else { return nil }
        // A receipt that cannot be read proves nothing: the folder then counts as somebody else's.
        guard let receipt = try? JSON.decode(Receipt.self, from: try folder.read(Self.name(path))),
            receipt.path == path
        else { return nil }
        return receipt
    }

    func save(_ receipt: Receipt) throws(PathFailure) {
        let name = Self.name(receipt.path)
        try folder.removeFile(name + ".new")
        try folder.write(encoded(receipt), to: name + ".new", mode: 0o600)
        try folder.rename(name + ".new", to: folder, name, .over)
        try folder.sync()
    }

    func remove(_ path: String) throws(PathFailure) {
        try folder.removeFile(Self.name(path))
        try folder.sync()
    }

    /// Paths are longer than names may be.
    private static func name(_ path: String) -> String {
        hexadecimal(SHA256.hash(data: Array(path.utf8))) + ".json"
    }
}
