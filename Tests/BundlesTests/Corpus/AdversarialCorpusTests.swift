import Bundles
import Contract
import Domain
import Foundation
import Testing

/// SEC-01, SEC-02: the shared collection of hostile archives, with the outcome expected of each.
@Suite struct AdversarialCorpusTests {
    struct Expectations: Decodable {
        let list: [Case]
    }

    struct Case: Decodable {
        let id: String
        let file: String
        let expected: String
        let code: String?
        let group: String
        let alsoOK: [String]?
        let profiles: [String: String]?

        enum CodingKeys: String, CodingKey {
            case id
            case file
            case expected
            case code
            case group
            case alsoOK = "also_ok"
            case profiles = "provider_profile"
        }

        /// Everything that is fine, the main answer first.
        var answers: [String] {
            [code.map { "\(expected):\($0)" } ?? expected] + (alsoOK ?? [])
        }
    }

    @Test(SharedCorpus.required) func everyHostileArchiveEndsAsExpectedOrAsDocumented() throws {
        let cases = try Self.cases()
        #expect(cases.count > 150)

        let documented = try DocumentedTable(under: "### Hostile archives that end otherwise")
        var main = 0
        var deviating: [String: String] = [:]
        for (item, archive) in cases {
            let outcome = IntakeOutcome(of: archive)
            if outcome.matches(item.answers[0]) { main += 1 }
            if !item.answers.contains(where: outcome.matches) { deviating[item.id] = outcome.description }
            expectProfiles(of: item, outcome)
        }
        print("hostile archives: \(cases.count), main answer \(main), deviating \(deviating.count)")
        for (id, outcome) in deviating.sorted(by: { $0.key < $1.key }) {
            #expect(documented.row(id)?.dropFirst().first == outcome, "\(id) is \(outcome)")
        }
        let stale = documented.rows.compactMap(\.first).filter { deviating[$0] == nil }
        #expect(stale.isEmpty, "documented, but as expected by now")
    }

    /// Each case with its archive.
    static func cases() throws -> [(item: Case, archive: [UInt8])] {
        let files = try SharedCorpus.archive("adversarial.tar.gz")
        let byName = Dictionary(
            uniqueKeysWithValues: files.map { (URL(filePath: $0.path).lastPathComponent, $0) }
        )
        let list = try #require(byName["expected.json"])
        return try JSONDecoder().decode(Expectations.self, from: Data(list.content)).list.map { item in
            (item, try #require(byName[item.file], "\(item.file)").content)
        }
    }

    private func expectProfiles(of item: Case, _ outcome: IntakeOutcome) {
        for (profile, wanted) in item.profiles ?? [:] where wanted != "unknown" {
            // A skill that is not registered gets no further.
            guard let refused = outcome.refusingProfiles else { continue }
            #expect(refused.contains(profile) == (wanted == "reject"), "\(item.id) on \(profile)")
        }
    }
}

/// What became of an upload, in the words of the corpus.
struct IntakeOutcome: CustomStringConvertible {
    private let isStored: Bool
    /// Our codes, those of the safety scan among them.
    private let codes: [String]
    /// What the safety scan says; nil when the skill is not stored.
    let scan: ScanReport?
    /// The profiles that refuse it; nil when it is not stored.
    let refusingProfiles: Set<String>?

    init(of archive: [UInt8]) {
        do {
            let skill = SkillInspection.inspect(try SkillIntake.read(.archive(archive)))
            isStored = skill.isAccepted
            let scan = SkillScanner.scan(skill.files, manifest: skill.manifest, digest: skill.digest)
            self.scan = skill.isAccepted ? scan : nil
            codes =
                skill.findings.filter { skill.isAccepted || $0.level == .error }.map(\.code)
                + (self.scan?.findings.filter { $0.level > .note }.map(\.rule) ?? [])
            let verdicts = Preflight.portableVerdicts(for: skill).filter { $0.outcome == .refused }
            refusingProfiles = skill.isAccepted ? Set(verdicts.map(\.provider.rawValue)) : nil
        } catch {
            isStored = false
            codes = [error.code]
            scan = nil
            refusingProfiles = nil
        }
    }

    /// Such as `reject: archive.symlink`.
    var description: String {
        let word = !isStored ? "reject" : codes.isEmpty ? "accept" : "warn"
        return codes.isEmpty ? word : "\(word): \(codes.joined(separator: ", "))"
    }

    func matches(_ answer: String) -> Bool {
        let parts = answer.split(separator: ":", maxSplits: 1).map(String.init)
        guard let word = parts.first, (word == "reject") != isStored else { return false }
        guard parts.count == 2 else { return true }
        if parts[1] == "PROVIDER_LIMIT" { return !(refusingProfiles ?? []).isEmpty }
        return codes.contains { CorpusCode.names[$0]?.contains(parts[1]) ?? false }
    }
}
