package import Contract

/// What a signature of a skill is made over: its name and every file, as text.
///
/// ```
/// skillyard skill 1
/// name release-notes
/// digest 9c56cc51…
/// file - 4355a46b… SKILL.md
/// file x 2c26b46b… scripts/run.sh
/// ```
///
/// Every line ends with a line feed; files are sorted by the bytes of their paths, `x` marks executable ones. The
/// version's number is not in it: the same content has one signature wherever it is registered.
package struct SkillStatement: Equatable, Sendable {
    package let name: String
    package let digest: String
    package let text: String

    package init(name: String, files: [BundleFileView]) {
        self.name = name
        digest = ContentDigest.of(files)
        let lines =
            ["skillyard skill 1", "name \(name)", "digest \(digest)"]
            + ContentDigest.sorted(files).map { file in
                "file \(file.executable ? "x" : "-") \(file.sha256) \(file.path)"
            }
        text = lines.map { $0 + "\n" }.joined()
    }

    /// - Throws: ``KeyFault``
    package func signed(with key: SigningKey) throws(KeyFault) -> SkillSignature {
        SkillSignature(
            name: name,
            digest: digest,
            publicKey: key.publicKey.base64,
            signature: try key.signature(over: text)
        )
    }

    /// Whether the other half of this key, in base64, made this signature over this content.
    package func isSigned(by publicKey: String, as signature: String) -> Bool {
        PublicKey(base64: publicKey)?.hasSigned(text, as: signature) ?? false
    }
}
