import Bundles
import Contract
import Domain
import Glibc
import Markdown
import Proofs

/// What takes bytes from strangers, each as libFuzzer calls it: whatever the bytes, it returns.
enum FuzzTarget: String, CaseIterable {
    /// An uploaded archive: unpacked and looked at as a skill.
    case archive
    /// The archive of a run's evidence, which `skillyard evidence verify` takes from anybody.
    case evidence
    /// A SKILL.md.
    case frontmatter
    /// A file of a skill in the eyes of the safety scan.
    case scan
    /// A form with an upload.
    case multipart
    /// The event stream as the command line reads it, and the events in it.
    case stream
    /// The text of a SKILL.md as a page.
    case markdown
    /// An exported audit log, which `skillyard audit verify` takes from anybody.
    case log

    func run(_ bytes: [UInt8]) {
        switch self {
        case .archive:
            if let skill = try? SkillIntake.read(.archive(bytes)) { _ = SkillInspection.inspect(skill) }
        case .evidence:
            guard let files = try? EvidenceArchive.unpack(bytes) else { return }
            _ = EvidenceCheck.report(on: files, trusting: nil)
        case .frontmatter:
            let text = String(decoding: bytes, as: UTF8.self)
            if let skill = try? SkillIntake.read(.text(text)) { _ = SkillInspection.inspect(skill) }
        case .scan:
            let file = BundleFile(path: "scripts/run.sh", isExecutable: true, content: bytes)
            _ = SkillScanner.scan([file], manifest: nil, digest: "")
        case .multipart: Self.takeApart(bytes)
        case .stream: Self.follow(bytes)
        case .markdown:
            let html = Markdown.html(String(decoding: bytes, as: UTF8.self)) { _ in nil }
            check(html?.contains("<script") != true, "a script in a page")
        case .log:
            var check = AuditExportCheck { _ in true }
            for line in bytes.split(separator: 10, omittingEmptySubsequences: false) { check.follow(line) }
            check.finish()
        }
    }

    /// The parts lie in the form, one after the other.
    private static func takeApart(_ form: [UInt8]) {
        _ = HeaderParameters.split(String(decoding: form.prefix(500), as: UTF8.self))
        guard let parts = try? Multipart.parts(of: form, boundary: "x") else { return }
        var end = 0
        for part in parts {
            check(
                part.body.startIndex >= end && part.body.endIndex <= form.count,
                "a part outside of its form"
            )
            end = part.body.endIndex
        }
    }

    /// However the bytes are cut on their way, the same events come out.
    private static func follow(_ bytes: [UInt8]) {
        var whole = ServerSentEventParser()
        let events = whole.feed(bytes)
        var pieces = ServerSentEventParser()
        let cut = bytes.isEmpty ? 0 : Int(bytes[0]) % bytes.count
        check(events == pieces.feed(bytes[..<cut]) + pieces.feed(bytes[cut...]), "other events when cut")
        for event in events { _ = try? JSON.decode(EventView.self, from: event.data.utf8) }
    }
}

/// Ends the process with words that the fuzzer's report begins with.
private func check(_ isSo: Bool, _ fault: String) {
    precondition(isSo, fault)
}
