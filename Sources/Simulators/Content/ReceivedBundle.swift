import Domain
import FoundationEssentials

/// An upload that no skill can be read from, or that a rule forbids.
struct UnreadableBundle: Error {
    let message: String
    let isTooLarge: Bool

    init(_ message: String, isTooLarge: Bool = false) {
        self.message = message
        self.isTooLarge = isTooLarge
    }
}

/// A skill as it was uploaded, before a vendor's own rules are applied.
struct ReceivedBundle: Sendable {
    /// The one folder that everything lay in; nil when SKILL.md lay at the root.
    let folder: String?
    /// The files below that folder.
    let files: [BundleFile]
    let name: String
    let description: String
    let digest: String
    /// What breaks a rule of the Agent Skills specification, in sentences.
    let faults: [String]

    /// Every SKILL.md at any depth, whatever its case.
    var manifests: [String] {
        files.map(\.path).filter { $0.split(separator: "/").last?.lowercased() == "skill.md" }
    }

    var totalBytes: Int { files.reduce(0) { $0 + $1.content.count } }

    func checkSpecification() throws(UnreadableBundle) {
        if let fault = faults.first { throw UnreadableBundle(fault) }
    }

    /// With `archive` as the zip that downloads give.
    func stored(archive: [UInt8]) -> StoredContent {
        StoredContent(
            name: name,
            description: description,
            digest: digest,
            files: files.map(\.path),
            archive: Data(archive)
        )
    }
}

/// What a vendor keeps of one version.
struct StoredContent: Codable, Sendable {
    let name: String
    let description: String
    let digest: String
    let files: [String]
    /// The zip that downloads give.
    let archive: Data

    func held(id: String) -> HeldVersion {
        HeldVersion(id: id, digest: digest, files: files)
    }
}
