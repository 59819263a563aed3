import Contract
import Domain
import Foundation
import Testing

@testable import Bundles

/// The reference validator's own tests, restated as data, and boundary probes beside them.
@Suite struct ReferenceValidatorTests {
    struct Cases: Decodable {
        let partA: [Case]
        let partB: [Probe]
    }

    struct Case: Decodable {
        let id: String
        let api: String
        let dir: String
        let path: String?
        let files: [String: String]
        let expect: Expectation
    }

    struct Expectation: Decodable {
        let valid: Bool?
        let ok: Bool?
        let codes: [String]?
        let found: String?
        let properties: Properties?
    }

    struct Properties: Decodable {
        let name: String?
        let description: String?
        let license: String?
        let metadata: [String: String]?
    }

    struct Probe: Decodable {
        struct Verdict: Decodable {
            let valid: Bool
            let errors: [String]
        }

        let id: String
        let dir: String
        let files: [String: String]?
        let hex: [String: String]?
        let literal: Verdict

        enum CodingKeys: String, CodingKey {
            case id
            case dir
            case files
            case hex = "raw_hex"
            case literal = "spec_literal"
        }
    }

    private func cases() throws -> Cases {
        let bytes = try SharedCorpus.file("skills_ref_cases.json")
        return try JSONDecoder().decode(Cases.self, from: Data(bytes))
    }

    @Test(SharedCorpus.required)
    func theReferenceValidatorAndWeAgreeButForWhatIsDocumented() throws {
        let cases = try cases().partA
        #expect(cases.count == 40)
        let documented = try DocumentedTable(under: "### The reference validator")
        var differing: [String: String] = [:]
        for item in cases {
            let verdict = verdict(on: item)
            if let verdict, !agrees(verdict, with: item.expect) {
                differing[item.id] = verdict.description
            } else if verdict == nil {
                differing[item.id] = "not offered"
            }
        }
        print("reference validator: \(cases.count) cases, \(differing.count) differ")
        for (id, verdict) in differing {
            #expect(documented.row(id)?.dropFirst().first == verdict, "\(id) is \(verdict)")
        }
        #expect(documented.rows.compactMap(\.first).allSatisfy { differing[$0] != nil }, "a stale row")
    }

    @Test(SharedCorpus.required)
    func boundaryProbesEndAsTheSpecificationReadsButForWhatIsDocumented() throws {
        let probes = try cases().partB
        let documented = try DocumentedTable(under: "### Boundary probes")
        var differing: [String: String] = [:]
        for probe in probes {
            var files = (probe.files ?? [:]).mapValues { Array($0.utf8) }
            for (name, hex) in probe.hex ?? [:] { files[name] = bytes(ofHex: hex) }
            let verdict = Verdict(files: files, folder: probe.dir)
            if verdict.isValid != probe.literal.valid { differing[probe.id] = verdict.description }
        }
        print("boundary probes: \(probes.count), \(differing.count) differ")
        for (id, verdict) in differing {
            #expect(documented.row(id)?.dropFirst().first == verdict, "\(id) is \(verdict)")
        }
        #expect(documented.rows.compactMap(\.first).allSatisfy { differing[$0] != nil }, "a stale row")
    }

    /// - Returns: Nil for what this product does not offer at all.
    private func verdict(on item: Case) -> Verdict? {
        switch (item.api, item.path) {
        case ("to_prompt", _): nil
        case (_, "absent"): Verdict(folder: "/nonexistent-\(item.id)")
        case (_, "file"): Verdict(folder: #filePath)
        default: Verdict(files: item.files.mapValues { Array($0.utf8) }, folder: item.dir, api: item.api)
        }
    }

    private func agrees(_ verdict: Verdict, with expected: Expectation) -> Bool {
        if let valid = expected.valid ?? expected.ok, valid != verdict.isValid { return false }
        if let codes = expected.codes, !codes.allSatisfy({ verdict.codes.contains(Verdict.ourCode($0)) }) {
            return false
        }
        guard let wanted = expected.properties else {
            return expected.found == nil || expected.found == verdict.found
        }
        let manifest = verdict.skill?.manifest
        return (wanted.name ?? manifest?.name) == manifest?.name
            && (wanted.description ?? manifest?.description) == manifest?.description
            && (wanted.license ?? manifest?.license) == manifest?.license
            && (wanted.metadata ?? manifest?.metadata) == manifest?.metadata
    }

    private func bytes(ofHex hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
    }
}

/// What we say about a folder with these files.
private struct Verdict: CustomStringConvertible {
    let skill: InspectedSkill?
    let found: String?
    let codes: [String]
    let isValid: Bool

    init(files: [String: [UInt8]], folder: String, api: String = "validate") {
        self.init {
            var ledger = PathLedger(limits: .standard)
            for path in files.keys.sorted() { _ = try ledger.add(path, isFolder: false) }
            let bundle = files.map { BundleFile(path: $0.key, isExecutable: false, content: $0.value) }
            // Only validation looks at the folder's name.
            return UnpackedSkill(files: bundle, topFolder: api == "validate" ? folder : nil)
        }
    }

    init(folder: String) {
        self.init { try SkillIntake.read(folder: folder) }
    }

    private init(_ read: () throws -> UnpackedSkill) {
        do {
            let skill = SkillInspection.inspect(try read())
            self.skill = skill
            codes = skill.findings.filter { $0.level == .error }.map(\.code)
        } catch {
            skill = nil
            codes = [(error as? ArchiveRefusal)?.code ?? "unexpected"]
        }
        isValid = codes.isEmpty
        found = skill == nil || !codes.allSatisfy { !$0.hasPrefix("md.") } ? nil : "SKILL.md"
    }

    var description: String {
        isValid ? "valid" : "invalid: \(codes.joined(separator: ", "))"
    }

    static func ourCode(_ code: String) -> String {
        ["path.absent": "folder.absent", "path.not_dir": "folder.not_a_folder"][code] ?? code
    }
}
