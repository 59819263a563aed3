import Contract
import Store
import Testing

@Suite struct SkillTableTests {
    @Test(arguments: Backend.available)
    func aNewSkillHasVersionOneAndIsFoundByName(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let new = skill("pdf-forms", tags: ["pdf", "office"])
            let registration = try await database.write { try SkillTable($0).register(new, at: start) }
            #expect(registration.created)
            #expect(registration.version.version == 1)
            #expect(registration.version.files == new.files)
            #expect(registration.version.findings == new.findings)
            #expect(registration.version.license == "MIT")
            #expect(registration.version.createdBy == "bob")
            try await database.read { connection in
                let table = SkillTable(connection)
                let found = try #require(try table.skill(named: "pdf-forms"))
                #expect(found.tags == ["pdf", "office"])
                #expect(found.owner == "ann")
                #expect(found.state == .active)
                #expect(found.createdAt == start)
                #expect(try table.version(1, of: "pdf-forms") == registration.version)
                #expect(try table.version(2, of: "pdf-forms") == nil)
                #expect(try table.skill(named: "nothing") == nil)
                #expect(try table.versions(of: "nothing", page: .init()) == nil)
                #expect(try BundleTable(connection).archive(digest: new.digest) == new.archive)
                #expect(try BundleTable(connection).archive(digest: "none") == nil)
            }
        }
    }

    @Test(arguments: Backend.available)
    func theSameContentIsTheSameVersionAndNewContentTheNext(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let table = SkillTable(connection)
                let first = try table.register(skill("a", content: "1"), at: start)
                let again = try table.register(skill("a", content: "1"), at: start + .seconds(1))
                #expect(!again.created)
                #expect(again.version == first.version)
                let second = try table.register(
                    skill("a", description: "Newer.", content: "2"),
                    at: start + .seconds(2)
                )
                #expect(second.created)
                #expect(second.version.version == 2)
                let found = try #require(try table.skill(named: "a"))
                #expect(found.latestVersion == 2)
                #expect(found.versionCount == 2)
                #expect(found.description == "Newer.")
                #expect(found.updatedAt == start + .seconds(2))
            }
        }
    }

    @Test(arguments: Backend.available)
    func twoSkillsMayHaveTheSameContentWhichIsKeptOnce(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.write { connection in
                let one = skill("a")
                let other = NewSkillVersion(
                    name: "b",
                    description: one.description,
                    digest: one.digest,
                    archive: one.archive,
                    files: one.files,
                    size: one.size,
                    body: one.body,
                    owner: "ann",
                    createdBy: "bob"
                )
                #expect(try SkillTable(connection).register(one, at: start).created)
                #expect(try SkillTable(connection).register(other, at: start).created)
                let kept = try connection.run("SELECT digest FROM bundles")
                #expect(kept.count == 1)
            }
        }
    }

    @Test(arguments: Backend.available)
    func tagsAreReplacedWhenGivenAndKeptOtherwise(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([skill("a", tags: ["x", "y"]), skill("a", content: "2")])
            let before = try await database.names(SkillQuery(tag: "y"))
            #expect(before == ["a"])
            try await database.register([skill("a", content: "2", tags: ["z", "z"])])
            let removed = try await database.names(SkillQuery(tag: "y"))
            #expect(removed.isEmpty)
            let replaced = try await database.names(SkillQuery(tag: "z"))
            #expect(replaced == ["a"])
            let searched = try await database.names(finding: "z")
            #expect(searched == ["a"])
        }
    }

    @Test(arguments: Backend.available)
    func numbersAreNeverGivenTwiceEvenUnderConcurrency(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for content in 0..<20 {
                    group.addTask {
                        try await database.write { connection in
                            try SkillTable(connection).register(skill("a", content: "\(content)"), at: start)
                                .version.version
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(numbers.sorted() == Array(1...20))
        }
    }

    @Test(arguments: Backend.available)
    func versionsComeNewestFirstInPages(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register((1...5).map { skill("a", content: "\($0)") })
            var seen: [Int] = []
            var page = PageRequest(limit: 2)
            repeat {
                let wanted = page
                let found = try await database.read { try SkillTable($0).versions(of: "a", page: wanted) }
                seen += try #require(found).items.map(\.version)
                page.cursor = found?.nextCursor
            } while page.cursor != nil
            #expect(seen == [5, 4, 3, 2, 1])
        }
    }

    @Test(arguments: Backend.available)
    func yankingMovesTheLatestVersionBackAndTheLastOneYanksTheSkill(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([
                skill("a", description: "Old.", content: "1", body: "alpha"),
                skill("a", description: "New.", content: "2", body: "beta"),
            ])
            let yanked = try await database.write {
                try SkillTable($0).yank(version: 2, of: "a", reason: "broken", at: start + .seconds(9))
            }
            #expect(yanked?.yankReason == "broken")
            var found = try await database.read { try SkillTable($0).skill(named: "a") }
            #expect(found?.latestVersion == 1)
            #expect(found?.description == "Old.")
            #expect(found?.state == .active)
            #expect(try await database.names(finding: "beta").isEmpty)
            #expect(try await database.names(finding: "alpha") == ["a"])
            try await database.write { connection in
                let table = SkillTable(connection)
                let again = try table.yank(version: 2, of: "a", reason: "other", at: start + .seconds(10))
                #expect(again == yanked)
                #expect(try table.yank(version: 3, of: "a", reason: "none", at: start) == nil)
                #expect(try table.yank(version: 1, of: "b", reason: "none", at: start) == nil)
                _ = try table.yank(version: 1, of: "a", reason: "too", at: start + .seconds(11))
            }
            found = try await database.read { try SkillTable($0).skill(named: "a") }
            #expect(found?.state == .yanked)
            #expect(found?.latestVersion == 2)
            let again = try await database.write {
                try SkillTable($0).register(skill("a", content: "2"), at: start + .seconds(12))
            }
            #expect(!again.created)
            #expect(again.version.yankedAt == start + .seconds(9))
            let third = try await database.write {
                try SkillTable($0).register(skill("a", content: "3"), at: start + .seconds(13))
            }
            #expect(third.version.version == 3)
            #expect(try await database.names(SkillQuery(state: .active)) == ["a"])
        }
    }

    @Test(arguments: Backend.available)
    func selectionsMeanTheNewestVersionThatIsNotYanked(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([
                skill("a", content: "1"), skill("a", content: "2"), skill("b", content: "1"),
            ])
            try await database.write { connection in
                _ = try SkillTable(connection).yank(version: 2, of: "a", reason: "r", at: start)
                _ = try SkillTable(connection).yank(version: 1, of: "b", reason: "r", at: start)
            }
            let newest = RunRequest.Selection(name: "a")
            let second = RunRequest.Selection(name: "a", version: 2)
            let selections = [
                newest, second, .init(name: "b"), .init(name: "a", version: 9), .init(name: "none"), newest,
            ]
            let targets = try await database.read { try SkillTable($0).targets(for: selections) }
            #expect(targets.count == 2)
            #expect(targets[newest]?.version == 1)
            #expect(targets[newest]?.yanked == false)
            #expect(targets[second]?.yanked == true)
            #expect(targets[second]?.digest == "digest-a-2")
        }
    }
}
