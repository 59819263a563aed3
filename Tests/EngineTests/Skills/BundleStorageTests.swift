import Contract
import Engine
import Store
import Testing

@Suite(.timeLimit(.minutes(5))) struct BundleStorageTests {
    private func text(_ name: String, _ content: String) -> SkillUpload {
        SkillUpload(content: .text(skillText(name, content)))
    }

    @Test func whatWouldPassTheLimitIsRefusedAndWhatIsThereAlreadyIsFound() async throws {
        try await withWorld { world in
            try await world.addSkill("demo")
            let full = try await world.database.read { try BundleTable($0).bytes() }
            #expect(full > 0)
            let tight = World(world.database, bundleStorage: full)
            let refusal = try await problem { try await tight.admin.registerSkill(text("demo", "v2")) }
            #expect(refusal?.code == .storageFull)
            #expect(refusal?.detail.contains("\(full) of \(full) bytes") == true)
            #expect(try await tight.admin.skill("demo").latestVersion == 1)
            let audited = try await tight.admin.audit(AuditQuery(action: "skill.register")).items
            #expect(audited.map(\.outcome).sorted() == ["accepted", "refused"])
            #expect(try await !tight.admin.registerSkill(text("demo", "v1")).created)
            #expect(try await world.admin.registerSkill(text("demo", "v2")).created)
        }
    }

    @Test func theLastByteIsStillTaken() async throws {
        try await withWorld { world in
            try await world.addSkill("demo")
            let size = try await world.database.read { try BundleTable($0).bytes() }
            try await withWorld { empty in
                let exact = World(empty.database, bundleStorage: size)
                let first = try await exact.admin.registerSkill(text("demo", "v1"))
                #expect(first.created)
                let short = World(empty.database, bundleStorage: 2 * size - 1)
                let other = text("demi", "v1")
                #expect(
                    try await problem { try await short.admin.registerSkill(other) }?.code == .storageFull
                )
                let enough = World(empty.database, bundleStorage: 2 * size)
                #expect(try await enough.admin.registerSkill(other).created)
            }
        }
    }
}
