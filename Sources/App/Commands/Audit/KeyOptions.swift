import ArgumentParser
import Contract
import FoundationEssentials
import Proofs

/// Whose signatures count, for checks without a server.
struct KeyOptions: ParsableArguments {
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp(
            "A public key that may have signed: a PEM file, or its id. Without it any key counts, and is named.",
            valueName: "file-or-id"
        )
    )
    var keys: [String] = []

    /// The ids; nil when any key counts.
    ///
    /// - Throws: ``Problem`` when one is neither an id nor a file with a public key.
    func trusted() throws(Problem) -> Set<String>? {
        guard !keys.isEmpty else { return nil }
        var ids: Set<String> = []
        for key in keys { ids.insert(try Self.id(of: key)) }
        return ids
    }

    private static func id(of key: String) throws(Problem) -> String {
        if PublicKey.isID(key) { return key }
        do {
            let text = String(decoding: try Data(contentsOf: URL(filePath: key)), as: UTF8.self)
            return try PublicKey(pem: text).id
        } catch {
            throw Problem(
                file: key,
                "It holds no Ed25519 public key in PEM, and it is no key's id.",
                fix: "`openssl pkey -in KEY -pubout` writes one."
            )
        }
    }
}
