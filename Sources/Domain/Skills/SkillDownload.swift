package import Contract

/// Fetches a skill from somewhere else on the network.
package protocol SkillDownload: Sendable {
    /// The address as it may be written down: taken apart as for a download, without its query.
    ///
    /// - Returns: Nil for what is no address.
    func place(of url: String) -> String?
    /// - Throws: ``ImportRefusal``; nothing of what came is kept then.
    func skill(from url: String) async throws(ImportRefusal) -> DownloadedSkill
}

/// A skill and the place that it came from in the end, after redirects, without a query.
package struct DownloadedSkill: Equatable, Sendable {
    package let upload: SkillUpload
    package let place: String

    package init(upload: SkillUpload, place: String) {
        self.upload = upload
        self.place = place
    }
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
