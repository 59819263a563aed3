import Contract
import Domain
import Store
import Testing

@testable import Engine

/// SEC-06: credentials are sealed at rest, under a key that is not in the database.
@Suite(.timeLimit(.minutes(5))) struct CredentialTests {
    private let secret = Secret("canary-of-a-vendor-key")

    @Test func aStoredCredentialIsShownByItsFingerprintAndUsedByTheNextTask() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha") { $0.credential = "env:OTHER" }
            world.clock.advance(by: .seconds(1))
            let view = try await world.admin.setCredential(of: "alpha", to: secret, if: .present)
            let credential = try #require(view.credential)
            #expect(view.settings.credential == ProviderSettings.sealed)
            #expect(credential.kind == .sealed)
            #expect(credential.setBy == "ann")
            #expect(credential.setAt == world.clock.now)
            #expect(credential.keyID == (try world.keys.keys().first?.id))
            #expect(credential.fingerprint?.count == 16)
            #expect(try await world.admin.provider("alpha") == view)
            #expect(try await world.admin.providers().items == [view])

            try await world.addSkill("one")
            let run = try await world.finish(try await world.start(["one"], on: ["alpha"]))
            #expect(run.status == .success)
            #expect(world.providers.secrets(of: "alpha") == [secret])
            _ = try await world.admin.checkProvider("alpha")
            #expect(world.providers.secrets(of: "alpha") == [secret, secret])
        }
    }

    @Test func aSecretStoredAnewReachesWorkersThatKnewTheOldOne() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha")
            let worker = world.worker()
            for (name, text) in [("one", "first"), ("two", "second")] {
                // Also when the clock stands still.
                _ = try await world.admin.setCredential(of: "alpha", to: Secret(text), if: .present)
                try await world.addSkill(name)
                let selection = RunRequest.Selection(name: name)
                try await world.finish(try await world.start([selection], on: ["alpha"]), with: worker)
            }
            #expect(world.providers.secrets(of: "alpha") == [Secret("first"), Secret("second")])
        }
    }

    @Test func theAuditLogSaysWhoStoredAndForgotItWithoutTheSecret() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha")
            let stored = try await world.admin.setCredential(of: "alpha", to: secret, if: .present)
            let cleared = try await world.admin.clearCredential(of: "alpha", if: .present)
            #expect(cleared.credential == nil)
            #expect(cleared.settings.credential == nil)
            let entries = try await world.admin.audit(AuditQuery()).items
            #expect(entries.prefix(2).map(\.action) == ["credential.clear", "credential.set"])
            #expect(entries[1].detail["fingerprint"] == stored.credential?.fingerprint)
            #expect(!entries.contains { "\($0)".contains(secret.text) })
            #expect(!(try await world.events()).contains { "\($0)".contains(secret.text) })
            #expect(try await world.count("SELECT count(*) AS n FROM provider_credentials") == 0)
        }
    }

    /// Whoever may change an address must not get the key that was given for another one.
    @Test func aStoredKeyDoesNotFollowTheProviderToAnotherAddress() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha") { $0.baseURL = "https://api.example.com/v1" }
            var settings = try await world.admin.setCredential(of: "alpha", to: secret, if: .present).settings
            settings.baseURL = "https://api.example.com/v2"
            _ = try await world.admin.putProvider("alpha", settings, if: .present)
            settings.baseURL = "https://evil.example.com/v1"
            let moved = settings
            let refusal = try await problem {
                _ = try await world.admin.putProvider("alpha", moved, if: .present)
            }
            #expect(refusal?.errors.map(\.pointer) == ["/base_url"])
            // Not even for somebody who writes into the database.
            try await world.database.write { connection in
                _ = try ProviderTable(connection).put("alpha", moved, at: world.clock.now)
            }
            let check = try await world.admin.checkProvider("alpha")
            #expect(check.error?.code == .authFailed)
            #expect(world.providers.secrets(of: "alpha").isEmpty)
        }
    }

    @Test func theAuditLogSaysWhereSkillsAndKeysAreSent() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha") { $0.baseURL = "https://api.example.com/v1" }
            _ = try await world.admin.setCredential(of: "alpha", to: secret, if: .present)
            var settings = try await world.admin.provider("alpha").settings
            settings.baseURL = "https://other.example.com/v1"
            settings.credential = nil
            _ = try await world.admin.putProvider("alpha", settings, if: .present)
            let entries = try await world.admin.audit(AuditQuery()).items
            #expect(entries.prefix(2).map(\.action) == ["credential.clear", "provider.put"])
            #expect(entries[1].detail["address_before"] == "https://api.example.com")
            #expect(entries[1].detail["address"] == "https://other.example.com")
        }
    }

    @Test func settingsThatNameAnotherPlaceForgetWhatIsStored() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha")
            var settings = try await world.admin.setCredential(of: "alpha", to: secret, if: .present).settings
            settings.concurrency = 3
            let kept = try await world.admin.putProvider("alpha", settings, if: .present).provider
            #expect(kept.credential?.fingerprint != nil)
            settings.credential = "env:ELSEWHERE"
            let moved = try await world.admin.putProvider("alpha", settings, if: .present).provider
            #expect(moved.credential == CredentialView(kind: .environment))
            #expect(try await world.count("SELECT count(*) AS n FROM provider_credentials") == 0)
            settings.credential = ProviderSettings.sealed
            let refusal = try await problem {
                try await world.admin.putProvider("alpha", settings, if: .present)
            }
            #expect(refusal?.code == .validationFailed)
            #expect(refusal?.errors.map(\.pointer) == ["/credential"])
            #expect(try await world.admin.provider("alpha").credential == CredentialView(kind: .environment))
        }
    }

    @Test("two who change a provider's credential never lose an update (API-06)")
    func aStaleChangeIsRefusedAndForgettingAgainIsNot() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha")
            let drawn = try await world.admin.provider("alpha")
            let stale = Precondition.unchanged(drawn.revision)
            let stored = try await world.admin.setCredential(of: "alpha", to: secret, if: stale)
            let refusal = try await problem {
                try await world.admin.setCredential(of: "alpha", to: Secret("other"), if: stale)
            }
            #expect(refusal?.code == .preconditionFailed)
            let kept = try await problem { try await world.admin.clearCredential(of: "alpha", if: stale) }
            #expect(kept?.code == .preconditionFailed)
            #expect(try await world.admin.provider("alpha") == stored)
            let cleared = try await world.admin.clearCredential(
                of: "alpha",
                if: .unchanged(stored.revision)
            )
            #expect(cleared.credential == nil)
            #expect(try await world.admin.clearCredential(of: "alpha", if: stale) == cleared)
        }
    }

    @Test func whatCannotBeAKeyIsRefusedWithoutRepeatingIt() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha")
            try await world.addProvider("folder") { $0.kind = .folder }
            try await world.addProvider("gemini") { $0.kind = .gemini }
            let refused: [(ProviderID, String)] = [
                ("alpha", " \n"), ("alpha", "two words"), ("alpha", "ké"), ("alpha", "line\nline"),
                ("alpha", String(repeating: "x", count: 65_537)), ("folder", "word"),
            ]
            for (provider, text) in refused {
                let refusal = try await problem {
                    try await world.admin.setCredential(of: provider, to: Secret(text), if: .present)
                }
                #expect(refusal?.code == .validationFailed)
                #expect(refusal?.errors.map(\.pointer) == ["/secret"])
            }
            _ = try await world.admin.setCredential(of: "alpha", to: Secret(" padded\n"), if: .present)
            _ = try await world.admin.checkProvider("alpha")
            #expect(world.providers.secrets(of: "alpha") == [Secret("padded")])
            _ = try await world.admin.setCredential(
                of: "gemini",
                to: Secret("{\n \"type\": \"x y\"\n}"),
                if: .present
            )
            let nobody = try await problem {
                try await world.admin.setCredential(of: "none", to: secret, if: .present)
            }
            #expect(nobody?.code == .notFound)
            #expect(
                try await problem { try await world.admin.clearCredential(of: "none", if: .present) }?.code
                    == .notFound
            )
        }
    }

    @Test func whenItExpiresIsShownAndForgottenWithTheNextOne() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha")
            let end = world.clock.now + .seconds(86_400)
            let view = try await world.admin.setCredential(
                of: "alpha",
                to: secret,
                expiresAt: end,
                if: .present
            )
            #expect(view.credential?.expiresAt == end)
            #expect(try await world.admin.providers().items == [view])
            let entry = try #require(try await world.admin.audit(AuditQuery()).items.first)
            #expect(entry.detail["expires_at"] == end.description)
            let next = try await world.admin.setCredential(of: "alpha", to: Secret("other"), if: .present)
            #expect(next.credential?.fingerprint != view.credential?.fingerprint)
            #expect(next.credential?.expiresAt == nil)
        }
    }

    @Test func whatHasExpiredAlreadyIsRefused() async throws {
        try await withWorld { world in
            world.keys.replace([.make()])
            try await world.addProvider("alpha")
            let before = try await world.admin.provider("alpha")
            for (text, pointers) in [("word", ["/expires_at"]), ("two words", ["/secret", "/expires_at"])] {
                let refusal = try await problem {
                    try await world.admin.setCredential(
                        of: "alpha",
                        to: Secret(text),
                        expiresAt: world.clock.now,
                        if: .present
                    )
                }
                #expect(refusal?.code == .validationFailed)
                #expect(refusal?.errors.map(\.pointer) == pointers)
            }
            #expect(try await world.admin.provider("alpha") == before)
        }
    }

    @Test func withoutAKeyNothingIsStored() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.credential = "env:OTHER" }
            let refusal = try await problem {
                try await world.admin.setCredential(of: "alpha", to: secret, if: .present)
            }
            #expect(refusal?.code == .sealingKeyMissing)
            #expect(try await world.admin.provider("alpha").settings.credential == "env:OTHER")
        }
    }

    @Test func aLostKeyFailsTheTasksOfThatProviderAndIsSaidAndComesBack() async throws {
        try await withWorld { world in
            let key = SealingKey.make()
            world.keys.replace([key])
            try await world.addProvider("alpha")
            try await world.addProvider("beta")
            _ = try await world.admin.setCredential(of: "alpha", to: secret, if: .present)
            let door = EngineFrontDoor(world.engine) { "" }
            #expect(await door.readiness().checks.map(\.name) == ["database"])
            world.keys.replace([.make()])
            let readiness = await door.readiness()
            #expect(readiness.ready)
            #expect(readiness.checks.last?.name == "credentials")
            #expect(readiness.checks.last?.detail?.contains("1 stored credential") ?? false)

            let worker = world.worker()
            try await world.addSkill("one")
            let run = try await world.finish(
                try await world.start(["one"], on: ["alpha", "beta"]),
                with: worker
            )
            #expect(run.status == .partialFailed)
            let error = try #require(try await world.task(run, on: "alpha")?.error)
            #expect(error.code == .authFailed)
            #expect(error.message.contains(key.id))
            #expect(try await world.admin.checkProvider("alpha").error?.code == .authFailed)

            world.keys.replace([key])
            let retried = try await world.admin.retryRun(run.id)
            #expect(try await world.finish(retried, with: worker).status == .success)
            #expect(await door.readiness().checks.map(\.name) == ["database"])
        }
    }
}
