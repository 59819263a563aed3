import Contract
import Domain
import Engine
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProviderSessionTests {
    private let settings = ProviderSettings(kind: .http, displayName: "Alpha", baseURL: "http://localhost")

    @Test func everyInvalidSettingIsNamedAtOnce() async throws {
        try await withWorld { world in
            var wrong = settings
            wrong.displayName = ""
            wrong.baseURL = "nonsense"
            wrong.concurrency = 0
            wrong.ratePerMinute = 0
            wrong.attemptTimeoutSeconds = 3601
            wrong.maxAttempts = 21
            let refusal = try await problem {
                try await world.admin.putProvider("Not An Id", wrong, if: .absent)
            }
            #expect(refusal?.code == .validationFailed)
            #expect(
                refusal?.errors.map(\.pointer) == [
                    "", "/display_name", "/concurrency", "/rate_per_minute", "/attempt_timeout_seconds",
                    "/max_attempts", "/base_url",
                ]
            )
            #expect(try await world.admin.providers().items.isEmpty)
        }
    }

    @Test func puttingTheSameSettingsAgainChangesNothing() async throws {
        try await withWorld { world in
            let first = try await world.admin.putProvider("alpha", settings, if: .absent)
            #expect(first.created)
            world.clock.advance(by: .seconds(1))
            let second = try await world.admin.putProvider("alpha", settings, if: .present)
            #expect(!second.created)
            #expect(second.provider == first.provider)
            var changed = settings
            changed.concurrency = 2
            let third = try await world.admin.putProvider("alpha", changed, if: .present)
            #expect(!third.created)
            #expect(third.provider.settings.concurrency == 2)
            #expect(third.provider.updatedAt > first.provider.updatedAt)
            #expect(try await world.admin.provider("alpha") == third.provider)
        }
    }

    @Test func aProvidersKindStaysWhatItIs() async throws {
        try await withWorld { world in
            _ = try await world.admin.putProvider("alpha", settings, if: .absent)
            var other = settings
            other.kind = .openai
            #expect(
                try await problem { try await world.admin.putProvider("alpha", other, if: .present) }?.code
                    == .conflict
            )
            #expect(try await world.admin.provider("alpha").settings.kind == .http)
        }
    }

    @Test func aCheckIsRememberedWhetherItWentWellOrNot() async throws {
        try await withWorld { world in
            _ = try await world.admin.putProvider("alpha", settings, if: .absent)
            #expect(try await world.admin.provider("alpha").lastCheck == nil)
            let well = try await world.admin.checkProvider("alpha")
            #expect(well.healthy)
            #expect(well.checkedAt == world.clock.now)
            #expect(try await world.admin.provider("alpha").lastCheck == well)
            world.providers.failChecks(
                of: "alpha",
                ProviderFailure(.authFailed, "Wrong key.", providerStatus: 401)
            )
            let badly = try await world.admin.checkProvider("alpha")
            #expect(!badly.healthy)
            #expect(badly.error?.providerStatus == 401)
            #expect(try await world.admin.providers().items.first?.lastCheck == badly)
            #expect(try await problem { try await world.admin.checkProvider("missing") }?.code == .notFound)
        }
    }

    @Test func settingsThatCannotWorkAreAFailedCheckAndNotARefusal() async throws {
        try await withWorld { world in
            var broken = settings
            broken.credential = "env:MISSING"
            _ = try await world.admin.putProvider("alpha", broken, if: .absent)
            #expect(try await world.admin.checkProvider("alpha").error?.code == .authFailed)
        }
    }

    @Test func aKeyAddedLaterIsUsedByTheNextTask() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha") { $0.credential = "env:MISSING" }
            let worker = world.worker()
            try await world.addSkill("one")
            let early = try await world.finish(try await world.start(["one"], on: ["alpha"]), with: worker)
            #expect(early.status == .failed)
            #expect(try await world.task(early, on: "alpha")?.error?.code == .authFailed)
            world.providers.addMissingKey()
            try await world.addSkill("two")
            let late = try await world.finish(try await world.start(["two"], on: ["alpha"]), with: worker)
            #expect(late.status == .success)
        }
    }
}
