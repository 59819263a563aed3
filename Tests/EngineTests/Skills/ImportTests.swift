import Contract
import Domain
import Engine
import Testing

/// SEC-10: importing by address is off unless it was switched on, and then leaves its traces.
@Suite(.timeLimit(.minutes(5))) struct ImportTests {
    private func session(_ world: World) -> EngineSession { world.session("ann", .operator) }

    @Test func nothingIsFetchedUnlessThatIsSwitchedOn() async throws {
        try await withWorld { world in
            let refusal = try await problem {
                let ann = Caller(name: "ann", role: .operator, requestID: "request-1")
                _ = try await world.neighbour().session(for: ann)
                    .importSkill(SkillImport(url: "https://example.com/a.zip"))
            }
            #expect(refusal?.code == .importRefused)
        }
    }

    @Test func whatWasFetchedIsRegisteredAsAnUploadIsAndAudited() async throws {
        try await withWorld { world in
            let url = "https://example.com/one.md?token=canary#part"
            let session = session(world)
            world.download.put(skillText("one"), at: url)
            let registration = try await session.importSkill(SkillImport(url: url, tags: ["fetched"]))
            #expect(registration.created)
            #expect(try await world.admin.skill("one").tags == ["fetched"])
            let again = try await session.importSkill(SkillImport(url: url))
            #expect(!again.created)
            let entries = try await world.admin.audit(AuditQuery(action: "skill.import")).items
            #expect(entries.map(\.outcome) == ["accepted", "accepted"])
            #expect(entries.first?.subject == "url:https://example.com/one.md")
            #expect(entries.first?.detail["skill"] == "one@1")
            #expect(entries.first?.detail["fetched_from"] == "https://cdn.example.com/fetched")
            #expect(!entries.contains { "\($0)".contains("canary") })
        }
    }

    @Test(arguments: [
        "https://user:canary@example.com/a", "https://example.com/a?key=canary",
        "https://example.com/a#canary",
    ])
    func aRefusalIsAuditedWithoutWhatMayLetSomebodyIn(_ url: String) async throws {
        try await withWorld { world in
            let session = session(world)
            let refusal = try await problem { try await session.importSkill(SkillImport(url: url)) }
            #expect(refusal?.code == .importRefused)
            #expect(refusal?.errors.map(\.pointer) == ["/url"])
            let entries = try await world.admin.audit(AuditQuery(action: "skill.import")).items
            #expect(entries.map(\.outcome) == ["refused"])
            #expect(entries.first?.detail["reason"] == "It leads nowhere good.")
            #expect(!entries.contains { "\($0)".contains("canary") })
            #expect(try await world.admin.skills(SkillQuery()).items.isEmpty)
        }
    }

    @Test func aFetchedSkillThatBreaksRulesIsRefusedLikeAnyOther() async throws {
        try await withWorld { world in
            let url = "https://example.com/broken.md"
            let session = session(world)
            world.download.put("no front matter", at: url)
            let refusal = try await problem { try await session.importSkill(SkillImport(url: url)) }
            #expect(refusal?.code == .invalidSkill)
            let entries = try await world.admin.audit(AuditQuery(action: "skill.import")).items
            #expect(entries.map(\.detail) == [["code": "invalid_skill"]])
        }
    }
}
