import Contract
import Domain
import Store
import Testing

@testable import Engine

/// SEC-06: the rotation of the keys that credentials are sealed with.
@Suite(.timeLimit(.minutes(5))) struct CredentialRotationTests {
    /// More than one batch.
    private let names = (1...120).map { "p\($0)" }

    private func fill(_ world: World) async throws {
        for name in names {
            let id = ProviderID(rawValue: name)
            try await world.addProvider(id)
            _ = try await world.admin.setCredential(of: id, to: Secret("key-of-\(name)"), if: .present)
        }
    }

    private func rotation(_ world: World, on database: (any Database)? = nil) -> CredentialRotation {
        let clock = world.clock
        return CredentialRotation(database ?? world.database, keys: world.keys) { clock.now }
    }

    private func requireEverySecret(_ world: World) async throws {
        let vault = CredentialVault(world.keys)
        let (sealed, providers) = try await world.database.read {
            (try CredentialTable($0).all(), try ProviderTable($0).all())
        }
        #expect(sealed.count == names.count)
        for provider in providers {
            let credential = try #require(sealed[provider.id])
            let secret = try vault.open(credential, of: CredentialHolder(provider.id, provider.settings))
            #expect(secret.text == "key-of-\(provider.id)")
        }
    }

    @Test func everyCredentialIsSealedAnewAndTheOldKeyIsNoLongerNeeded() async throws {
        try await withWorld { world in
            let old = SealingKey.make()
            world.keys.replace([old])
            try await fill(world)
            let before = try await world.admin.setCredential(
                of: "p1",
                to: Secret("key-of-p1"),
                expiresAt: world.clock.now + .seconds(60),
                if: .present
            )
            let report = try await rotation(world).run()
            #expect(report.resealed == names.count)
            #expect(report.isNewKey)
            #expect(report.unused == [old.id])
            #expect(report.unopened.isEmpty)
            #expect(try world.keys.keys().map(\.id) == [report.key, old.id])
            try await requireEverySecret(world)
            let after = try await world.admin.provider("p1")
            #expect(after.credential?.setAt == before.credential?.setAt)
            #expect(after.credential?.setBy == "ann")
            #expect(after.credential?.expiresAt != nil)
            #expect(after.credential?.expiresAt == before.credential?.expiresAt)
            #expect(after.credential?.keyID == report.key)
            #expect(after.updatedAt == before.updatedAt)
            let entries = try await world.admin.audit(AuditQuery(action: "credential.rotate")).items
            #expect(entries.compactMap { $0.detail["credentials"].flatMap(Int.init) }.reduce(0, +) == 120)

            // What other nodes were given meanwhile is what stays.
            #expect(try await rotation(world).prune() == [old.id])
            #expect(try world.keys.keys().map(\.id) == [report.key])
            #expect(try await rotation(world).prune().isEmpty)
            try await requireEverySecret(world)
            let forgotten = try await world.admin.audit(AuditQuery(action: "credential.forget_key")).items
            #expect(forgotten.map(\.subject) == ["key:\(old.id)"])
        }
    }

    @Test func aRotationThatBrokeOffIsFinishedWithTheSameKey() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await fill(world)
            // Somewhere in the second batch.
            world.faults.failStatement(150)
            await #expect(throws: StoreError.self) {
                try await rotation(world, on: world.faults).run()
            }
            let newest = try #require(try world.keys.keys().first)
            let counts = try await world.database.read { try CredentialTable($0).countsByKey() }
            #expect(counts.count == 2)
            try await requireEverySecret(world)
            let report = try await rotation(world).run()
            #expect(!report.isNewKey)
            #expect(report.key == newest.id)
            #expect(report.resealed == names.count - (counts[newest.id] ?? 0))
            #expect(try await rotation(world).prune().count == 1)
            #expect(try world.keys.keys().map(\.id) == [newest.id])
            try await requireEverySecret(world)
        }
    }

    @Test func whatCannotBeOpenedIsNamedAndKeepsNothingElseBack() async throws {
        try await withWorld { world in
            let lost = SealingKey.make()
            world.keys.replace([lost])
            try await world.addProvider("lost")
            _ = try await world.admin.setCredential(of: "lost", to: Secret("gone"), if: .present)
            world.keys.replace([.make()])
            try await world.addProvider("kept")
            _ = try await world.admin.setCredential(of: "kept", to: Secret("here"), if: .present)
            let status = try await rotation(world).status()
            #expect(status.keys.map(\.present) == [true, false])
            #expect(status.keys.map(\.credentials) == [1, 1])
            let report = try await rotation(world).run()
            #expect(report.unopened == ["lost"])
            #expect(report.resealed == 1)
            // A second one is no continuation of it.
            #expect(try await rotation(world).run().isNewKey)
        }
    }

    /// A worker that opened the credential before goes on with it, whatever becomes of the key.
    @Test func workersGoOnDuringARotation() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha")
            _ = try await world.admin.setCredential(of: "alpha", to: Secret("key-of-alpha"), if: .present)
            let worker = world.worker()
            for name in ["one", "two", "three"] {
                try await world.addSkill(name)
                let selection = RunRequest.Selection(name: name)
                let run = try await world.finish(
                    try await world.start([selection], on: ["alpha"]),
                    with: worker
                )
                #expect(run.status == .success)
                _ = try await rotation(world).run()
                _ = try await rotation(world).prune()
            }
            let expected = Secret("key-of-alpha")
            #expect(world.providers.secrets(of: "alpha") == [expected, expected, expected])
        }
    }

    @Test func keysFromTheEnvironmentAreChangedByWhoeverSetsIt() async throws {
        try await withWorld { world in
            let (old, new) = (SealingKey.make(), SealingKey.make())
            world.keys.replace([old])
            try await fill(world)
            let clock = world.clock
            func rotate(_ keys: [SealingKey]) async throws -> CredentialRotation.Report {
                try await CredentialRotation(world.database, keys: GivenKeys(keys)) { clock.now }.run()
            }
            await #expect(throws: KeyTrouble.given) { try await rotate([old]) }
            let report = try await rotate([new, old])
            #expect(report.key == new.id)
            #expect(report.resealed == names.count)
            world.keys.replace([new])
            try await requireEverySecret(world)
        }
    }

    /// Two at once would each forget what the other one seals with.
    @Test func oneRotationKeepsTheOthersOut() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await fill(world)
            let rotations = (0..<4).map { _ in rotation(world) }
            await withTaskGroup(of: Void.self) { group in
                for rotation in rotations {
                    group.addTask {
                        _ = try? await rotation.run()
                        _ = try? await rotation.prune()
                    }
                }
            }
            try await requireEverySecret(world)
            let held = world.keys
            try await held.exclusively {
                await #expect(throws: KeyTrouble.busy) { try await rotations[0].run() }
                await #expect(throws: KeyTrouble.busy) { try await rotations[0].prune() }
            }
        }
    }

    /// A key that was looked up before the old ones were forgotten must seal nothing afterwards.
    @Test func whatIsStoredDuringARotationCanBeOpened() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await fill(world)
            let rotation = rotation(world)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in names.prefix(20) {
                    group.addTask {
                        let secret = Secret("key-of-\(name)")
                        _ = try await world.admin.setCredential(
                            of: ProviderID(rawValue: name),
                            to: secret,
                            if: .present
                        )
                    }
                }
                group.addTask {
                    for _ in 0..<3 {
                        _ = try await rotation.run()
                        _ = try await rotation.prune()
                    }
                }
                try await group.waitForAll()
            }
            try await requireEverySecret(world)
        }
    }

    @Test func whereNothingIsStoredNoKeyIsMade() async throws {
        try await withWorld { world in
            world.keys.replace([])
            await #expect(throws: KeyTrouble.nothingStored) { try await rotation(world).run() }
            let keys = try world.keys.keys()
            #expect(keys.isEmpty)
        }
    }
}
