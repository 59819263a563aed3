import Contract
import Hummingbird
import Markdown
import Requests

extension WebSite {
    static let skillOverview: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let subject = try await visit.subject(plane)
        let path = subject.version.manifestPath
        async let file = plane.file(path, ofVersion: subject.version.version, of: subject.skill.name)
        async let scan = ScanPanel(visit, subject, plane)
        let model = try await SkillOverviewModel(visit, subject, manifest: file.bytes, scan: scan)
        return try visit.page(
            "skills/overview",
            title: subject.skill.name,
            active: .skills,
            model
        )
    }
}

/// The first page of a skill: what its SKILL.md says, and the facts of the version.
struct SkillOverviewModel: Sendable {
    struct Fact: Sendable {
        let name: String
        let value: String
        let isCode: Bool
    }

    let header: SkillHeader
    let fields: [ManifestText.Field]
    let hasFields: Bool
    /// Safe by its making: the only markup in it is what ``Markdown`` writes.
    let document: String?
    let hasDocument: Bool
    let source: String
    let warnings: [FindingLine]
    let warningsTitle: String?
    let scan: ScanPanel
    let facts: [Fact]
    let created: Moment

    init(_ visit: Visit, _ subject: SkillSubject, manifest bytes: [UInt8], scan: ScanPanel) {
        let words = visit.words
        let version = subject.version
        let manifest = ManifestText(
            VisibleText.of(String(decoding: bytes, as: UTF8.self).withoutCarriageReturns)
        )
        let files = SkillLinks(subject)
        header = SkillHeader(visit, subject, active: .overview)
        fields = manifest.fields
        hasFields = !manifest.fields.isEmpty
        document = Markdown.html(manifest.body) { files.address($0, from: "SKILL.md") }
        hasDocument = document != nil
        source = subject.address.file("SKILL.md", version: version.version).text
        warnings = version.findings.map { FindingLine($0, words) }
        warningsTitle =
            warnings.isEmpty ? nil : words.counted("skills.warnings", version.findings.count)
        self.scan = scan
        facts = Self.facts(version, words)
        created = visit.moment(version.createdAt)
    }

    private static func facts(_ version: SkillVersionView, _ words: Words) -> [Fact] {
        [
            Fact(name: words["skills.license"], value: version.license ?? "–", isCode: false),
            version.compatibility.map {
                Fact(name: words["skills.compatibility"], value: $0, isCode: false)
            },
            Fact(
                name: words["skills.content"],
                value: words.counted("skills.files", version.fileCount) + ", "
                    + words.size(bytes: version.size),
                isCode: false
            ),
            Fact(name: words["skills.registered_by"], value: version.createdBy, isCode: false),
            Fact(name: words["skills.digest"], value: version.digest, isCode: true),
            Fact(name: words["skills.signer"], value: version.signer(words), isCode: false),
            version.signature.map { Fact(name: words["skills.signer_key"], value: $0.keyID, isCode: true) },
        ].compactMap(\.self)
    }
}

extension SkillVersionView {
    /// Who vouches for it, in words.
    fileprivate func signer(_ words: Words) -> String {
        guard let signature else { return words["skills.signer_none"] }
        return signature.signer ?? words["skills.signer_unknown"]
    }
}

extension String {
    /// Windows' line ends as everybody else's.
    fileprivate var withoutCarriageReturns: String { replacing("\r\n", with: "\n") }
}

/// Where links of a skill's documents lead: to the files of the same version.
struct SkillLinks: Sendable {
    private let address: SkillAddress
    private let version: Int
    private let paths: Set<String>

    init(_ subject: SkillSubject) {
        address = subject.address
        version = subject.version.version
        paths = Set(subject.version.files.map(\.path))
    }

    /// Nil where the version has no such file.
    func address(_ destination: String, from document: String) -> String? {
        let path = destination.prefix { $0 != "#" && $0 != "?" }
        guard let decoded = PercentEncoding.decode(path, plusIsSpace: false) else { return nil }
        var parts = document.split(separator: "/").dropLast().map(String.init)
        for part in decoded.split(separator: "/") where part != "." {
            if part == ".." {
                guard parts.popLast() != nil else { return nil }
            } else {
                parts.append(String(part))
            }
        }
        let found = parts.joined(separator: "/")
        return paths.contains(found) ? address.file(found, version: version).text : nil
    }
}
