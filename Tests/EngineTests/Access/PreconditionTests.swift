import Contract
import Domain
import Engine
import Testing

@Suite("Two editors never lose an update (API-06)", .timeLimit(.minutes(5)))
struct PreconditionTests {
    @Test func theSecondOfTwoEditorsIsRefusedAndNothingOfTheFirstIsLost() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let drawn = try await world.admin.provider("alpha")
            var mine = drawn.settings
            mine.concurrency = 2
            var theirs = drawn.settings
            theirs.maxAttempts = 3
            let first = try await world.admin.putProvider("alpha", mine, if: .unchanged(drawn.revision))
            // The clock stands still: only the revision tells them apart.
            let refusal = try await problem {
                try await world.admin.putProvider("alpha", theirs, if: .unchanged(drawn.revision))
            }
            #expect(refusal?.code == .preconditionFailed)
            #expect(try await world.admin.provider("alpha").settings == mine)
            theirs.concurrency = 2
            let second = try await world.admin.putProvider(
                "alpha",
                theirs,
                if: .unchanged(first.provider.revision)
            )
            #expect(second.provider.settings == theirs)
        }
    }

    @Test func whatMustBeNewOrThereIsLookedAt() async throws {
        try await withWorld { world in
            let settings = ProviderSettings(kind: .http, displayName: "A", baseURL: "http://localhost")
            let early = try await problem {
                try await world.admin.putProvider("alpha", settings, if: .present)
            }
            #expect(early?.code == .preconditionFailed)
            #expect(try await world.admin.providers().items.isEmpty)
            #expect(try await world.admin.putProvider("alpha", settings, if: .absent).created)
            let late = try await problem {
                try await world.admin.putProvider("alpha", settings, if: .absent)
            }
            #expect(late?.code == .preconditionFailed)
            #expect(try await !world.admin.putProvider("alpha", settings, if: .present).created)
        }
    }

    @Test func theRepetitionOfAChangeWhoseAnswerGotLostSucceeds() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let drawn = try await world.admin.provider("alpha")
            var changed = drawn.settings
            changed.concurrency = 2
            let condition = Precondition.unchanged(drawn.revision)
            let first = try await world.admin.putProvider("alpha", changed, if: condition)
            let again = try await world.admin.putProvider("alpha", changed, if: condition)
            #expect(again.provider == first.provider)
        }
    }

    @Test func aCheckChangesNoRevision() async throws {
        try await withWorld { world in
            try await world.addProvider("alpha")
            let before = try await world.admin.provider("alpha").revision
            _ = try await world.admin.checkProvider("alpha")
            #expect(try await world.admin.provider("alpha").revision == before)
        }
    }

    @Test func ofTwoWhoYankTheSecondLearnsOfTheFirst() async throws {
        try await withWorld { world in
            let version = try await world.addSkill("demo")
            let condition = Precondition.unchanged(version.revision)
            world.clock.advance(by: .seconds(1))
            let yanked = try await world.admin.yank(version: 1, of: "demo", reason: "broken", if: condition)
            #expect(yanked.revision != version.revision)
            let refusal = try await problem {
                try await world.admin.yank(version: 1, of: "demo", reason: "other", if: condition)
            }
            #expect(refusal?.code == .preconditionFailed)
            let again = try await world.admin.yank(version: 1, of: "demo", reason: "broken", if: condition)
            #expect(again == yanked)
        }
    }

    @Test func aTokenIsRevokedOnlyInTheStateThatWasMeant() async throws {
        try await withWorld { world in
            let token = try await world.admin.createToken(.init(name: "ci", role: .viewer)).token
            let stale = Precondition.unchanged(Revision(text: "never given out"))
            let refusal = try await problem { try await world.admin.revokeToken(token.id, if: stale) }
            #expect(refusal?.code == .preconditionFailed)
            let revoked = try await world.admin.revokeToken(token.id, if: .unchanged(token.revision))
            #expect(revoked.revokedAt != nil)
            #expect(try await world.admin.revokeToken(token.id, if: stale) == revoked)
        }
    }
}
