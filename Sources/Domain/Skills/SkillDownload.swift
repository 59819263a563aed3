package import Contract

/// Fetches a skill from somewhere else on the network.
package protocol SkillDownload: Sendable {
    /// - Throws: ``ImportRefusal``; nothing of what came is kept then.
    func upload(from url: String) async throws(ImportRefusal) -> SkillUpload
}

/// Why a skill was not fetched from an address.
package struct ImportRefusal: Error, Equatable, Sendable {
    /// Which of its sentences it is; stable, as pages look it up.
    package let variant: String
    /// For whoever asked; says nothing of networks that they cannot see by themselves.
    package let sentence: Phrase

    package init(as variant: String, _ sentence: Phrase) {
        self.variant = variant
        self.sentence = sentence
    }
}
