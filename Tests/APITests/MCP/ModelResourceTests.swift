import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import MCP

@Suite("The Model Context Protocol: resources and skills", .timeLimit(.minutes(5)))
struct ModelResourceTests {
    /// The sample skill, with a scan that lets it be used, and signed by nobody unless told.
    private func site(_ verdict: ScanReport.Verdict = .warned, signers: [SkillSignerView] = []) throws
        -> ModelSite
    {
        let site = ModelSite()
        let scan: SkillScan = try Fixtures.value("getSkillScan")
        let other = SkillScan(
            skill: scan.skill,
            version: scan.version,
            scannedAt: scan.scannedAt,
            verdict: verdict,
            report: scan.report,
            waivers: []
        )
        try site.plane.answer("getSkillScan", with: other)
        try site.plane.answer("listSigners", with: Page(items: signers, nextCursor: nil))
        return site
    }

    @Test func resourcesAreTheSkillsAndThenTheNewestRuns() async throws {
        try await site().test { client in
            let first = try await client.result("resources/list")
            let uris = first["resources"]?.list.compactMap { $0["uri"]?.string }
            let skills = ["skillyard://skills/csv-cleaner", "skillyard://skills/release-notes"]
            #expect(uris == skills + ["skill://release-notes/SKILL.md"])
            #expect(first["nextCursor"]?.string?.hasPrefix("skills:") == true)
            let last = try await client.result("resources/list", ["cursor": "runs"])
            #expect(last["resources"]?.list.first?["uri"]?.string == "skillyard://runs/\(TestSite.run)")
            #expect(last["nextCursor"] == nil)
            #expect(try await client.failure("resources/list", ["cursor": "odd"]) == -32602)
            let templates = try await client.result("resources/templates/list")
            #expect(templates["resourceTemplates"]?.list.count == 5)
        }
    }

    @Test(arguments: [
        ("skillyard://skills/release-notes", "skill release-notes"),
        ("skillyard://skills/release-notes/versions/2", "version 2 release-notes"),
        ("skillyard://runs/\(TestSite.run)", "run \(TestSite.run)"),
    ])
    func whatIsKnownIsReadAsJSON(_ uri: String, _ call: String) async throws {
        let site = ModelSite()
        try await site.test { client in
            let result = try await client.result("resources/read", ["uri": .string(uri)])
            let contents = try #require(result["contents"]?.list.first)
            #expect(contents["uri"]?.string == uri && contents["mimeType"] == "application/json")
            #expect(try JSONValue(reading: Array((contents["text"]?.string ?? "").utf8)).object != nil)
        }
        #expect(site.plane.calls == [call])
    }

    @Test func filesAreTextWhereTheyAreTextAndElseBase64() async throws {
        let site = try site()
        site.plane.add(file: "a b/picture.png", [0xFF, 0xD8, 0])
        try await site.test { client in
            let path = "skillyard://skills/release-notes/versions/2/files/"
            let script = try await client.result(
                "resources/read",
                ["uri": .string(path + "scripts/merged.sh")]
            )
            let first = try #require(script["contents"]?.list.first)
            #expect(first["text"]?.string?.hasPrefix("#!/bin/sh") == true)
            #expect(first["mimeType"] == "text/x-shellscript")
            let picture = try await client.result(
                "resources/read",
                ["uri": .string(path + "a%20b/picture.png")]
            )
            #expect(picture["contents"]?.list.first?["blob"] == "/9gA")
            let manifest = try await client.result(
                "resources/read",
                ["uri": "skill://release-notes/SKILL.md"]
            )
            #expect(
                manifest["contents"]?.list.first?["text"]?.string?.hasPrefix("---\nname: release-notes")
                    == true
            )
        }
    }

    @Test func largeFilesAreForTheAPI() async throws {
        let site = try site()
        site.plane.add(file: "most.txt", Array(repeating: UInt8(ascii: "a"), count: 2 << 20))
        site.plane.add(file: "more.txt", Array(repeating: UInt8(ascii: "a"), count: (2 << 20) + 1))
        try await site.test { client in
            let path = "skillyard://skills/release-notes/versions/2/files/"
            let most = try await client.result("resources/read", ["uri": .string(path + "most.txt")])
            #expect(most["contents"]?.list.first?["text"]?.string?.utf8.count == 2 << 20)
            let more = try await client.send("resources/read", ["uri": .string(path + "more.txt")])
            #expect(try more.failure() == -32602)
            #expect(try more.message()["error"]?["message"]?.string?.contains("the API") == true)
        }
    }

    @Test func aSkillThatCannotBeReadAsAWholeIsNotOffered() async throws {
        let site = try site()
        let version: SkillVersionView = try Fixtures.value("getSkillVersion")
        let large = BundleFileView(
            path: "model.bin",
            size: (2 << 20) + 1,
            sha256: String(repeating: "0", count: 64),
            executable: false
        )
        let other = SkillVersionView(
            skill: version.skill,
            version: 2,
            digest: version.digest,
            description: version.description,
            license: version.license,
            compatibility: version.compatibility,
            fileCount: version.fileCount + 1,
            size: version.size + large.size,
            files: version.files + [large],
            findings: [],
            createdBy: version.createdBy,
            createdAt: version.createdAt,
            yankedAt: nil,
            yankReason: nil
        )
        try site.plane.answer("listSkillVersions", with: Page(items: [other], nextCursor: nil))
        try await site.test { client async throws in
            #expect(try await client.result("skills/list")["skills"] == [])
        }
    }

    @Test func whatIsNotThereIsNotFoundInTheWordsOfTheRevision() async throws {
        let site = try site()
        try await site.test { client in
            let uris = [
                "skillyard://skills/release-notes/versions/2/files/none.md", "skillyard://nothing",
                "file:///etc/passwd",
            ]
            for uri in uris {
                #expect(try await client.failure("resources/read", ["uri": .string(uri)]) == -32602)
                let old = ModelClient(revision: .november2025)
                let answer = try await client.send("resources/read", ["uri": .string(uri)], as: old)
                #expect(try answer.failure() == -32002)
                #expect(try answer.message()["error"]?["data"]?["uri"]?.string == uri)
            }
        }
    }

    // MARK: Published skills

    @Test func publishedSkillsComeWithEveryFieldAndEveryFile() async throws {
        let version: Page<SkillVersionView> = try Fixtures.value("listSkillVersions")
        try await site().test { client in
            let result = try await client.result("skills/list")
            #expect(result["ttlMs"] == 10_000 && result["nextCursor"] != nil)
            let entries = try #require(result["skills"]).list.filter {
                $0["uri"] == "skill://release-notes/SKILL.md"
            }
            let entry = try #require(entries.first)
            #expect(entry["frontmatter"]?.object?.keys.sorted() == ["description", "license", "name"])
            let files = try #require(version.items.first?.files)
            #expect(entry["resources"]?.list.count == files.count)
            for (listed, file) in zip(entry["resources"]?.list ?? [], files) {
                #expect(listed["uri"]?.string == "skill://release-notes/\(file.path)")
                #expect(listed["digest"]?.string == "sha256:\(file.sha256)")
                #expect(listed["size"] == .integer(file.size))
            }
            let one = try await client.result("skills/get", ["uri": "skill://release-notes/SKILL.md"])
            #expect(one["skill"] == entry)
            for uri in ["skill://release-notes", "skill://release-notes/scripts/merged.sh", "x"] {
                #expect(try await client.failure("skills/get", ["uri": .string(uri)]) == -32602)
            }
        }
    }

    @Test func whatTheScanBlocksIsHandedToNobody() async throws {
        try await site(.blocked).test { client in
            #expect(try await client.result("skills/list")["skills"] == [])
            let uri: JSONValue = "skill://release-notes/SKILL.md"
            #expect(try await client.failure("skills/get", ["uri": uri]) == -32602)
            #expect(try await client.failure("resources/read", ["uri": uri]) == -32602)
            let listed = try await client.result("resources/list")["resources"]?.list ?? []
            #expect(!listed.contains { $0["uri"] == uri } && !listed.isEmpty)
        }
    }

    private static func signer(_ keyID: String?, _ version: Int?) -> SkillSignerView {
        SkillSignerView(
            keyID: keyID,
            version: version,
            name: "Release team",
            reason: "Known.",
            acceptedBy: "mina",
            acceptedAt: TestSite.now
        )
    }

    /// The sample version has no signature.
    @Test(
        arguments: [
            ([signer("56475a", nil)], false), ([signer("56475a", nil), signer(nil, 1)], false),
            ([signer("56475a", nil), signer(nil, 2)], true), ([signer(nil, 1)], true),
        ]
    )
    func anUnsignedVersionOfASignedSkillHasToBeAccepted(_ signers: [SkillSignerView], _ isHandedOut: Bool)
        async throws
    {
        let site = try site(signers: signers)
        try await site.test { client in
            let uri: JSONValue = "skill://release-notes/SKILL.md"
            let listed = try await client.result("skills/list")["skills"]?.list ?? []
            #expect(listed.contains { $0["uri"] == uri } == isHandedOut)
            let failure: Int? = isHandedOut ? nil : -32602
            #expect(try await client.failure("skills/get", ["uri": uri]) == failure)
            #expect(try await client.failure("resources/read", ["uri": uri]) == failure)
        }
        #expect(site.plane.calls.contains("signers release-notes"))
    }

    // MARK: Addresses

    @Test(arguments: [
        ResourceAddress.skill("a-b"), .version(12, of: "a"), .file("x y/ü#?.md", ofVersion: 1, of: "a"),
        .run(RunID(rawValue: TestSite.run)), .published(file: "SKILL.md", of: "a"),
    ])
    func anAddressIsReadAsItIsWritten(_ address: ResourceAddress) {
        #expect(ResourceAddress(address.uri) == address)
    }

    @Test(arguments: [
        "", "skill://", "skill://a", "skill://A/SKILL.md", "skill://a/", "skillyard://skills/",
        "skillyard://skills/a/b",
        "skillyard://skills/a/versions/01", "skillyard://skills/a/versions/1/files",
        "skillyard://skills/a/versions/1/files/",
        "skillyard://runs/1", "skillyard://runs", "skill://a/%zz", "skill://a/%00",
    ])
    func whatNothingIsCalledIsNoAddress(_ uri: String) {
        #expect(ResourceAddress(uri) == nil)
    }

    private static let forms = ResourceAddress.templates

    @Test(
        arguments: [
            (forms.skill, "name", "rel", [:], ["release-notes"]),
            (forms.version, "number", "", ["name": "release-notes"], ["2", "1"]),
            (forms.file, "path", "scr", ["name": "release-notes", "number": "2"], ["scripts/merged.sh"]),
            (forms.published, "path", "SK", ["name": "release-notes"], ["SKILL.md"]),
            (forms.run, "id", TestSite.run, [:], [.string(TestSite.run)]), (forms.run, "odd", "", [:], []),
        ] as [(String, String, String, JSONValue, [JSONValue])]
    )
    func parametersOfTemplatesAreCompleted(
        _ template: String,
        _ name: String,
        _ begun: String,
        _ given: JSONValue,
        _ values: [JSONValue]
    ) async throws {
        try await ModelSite().test { client in
            let params: [String: JSONValue] = [
                "ref": ["type": "ref/resource", "uri": .string(template)],
                "argument": ["name": .string(name), "value": .string(begun)],
                "context": ["arguments": given],
            ]
            let result = try await client.result("completion/complete", params)
            #expect(result["completion"]?["values"]?.list == values)
        }
    }

    @Test func onlyTemplatesAreCompleted() async throws {
        try await ModelSite().test { client in
            for uri in ["skillyard://", "skill://release-notes/SKILL.md"] {
                let params: [String: JSONValue] = [
                    "ref": ["type": "ref/resource", "uri": .string(uri)],
                    "argument": ["name": "name", "value": ""],
                ]
                let code = try await client.failure("completion/complete", params)
                #expect(code == -32602)
            }
        }
    }
}
