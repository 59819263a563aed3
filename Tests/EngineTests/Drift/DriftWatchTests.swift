import Contract
import Domain
import Engine
import Store
import Testing

/// Providers are read back, and what differs is found: nothing less, and nothing that is not so.
@Suite(.timeLimit(.minutes(5))) struct DriftWatchTests {
    @Test func whatIsAsTheLedgerSaysIsSound() async throws {
        try await withWorld { world in
            try await world.place("notes")
            #expect(try await world.look() == .sound)
            #expect(try await world.drift().isEmpty)
            let check = try #require(try await world.driftCheck())
            #expect(check.compared == 1)
            #expect(check.verified == 1)
            #expect(check.askedAt == nil)
            #expect(check.finishedAt != nil)
        }
    }

    @Test func whatWasChangedOrDeletedOutsideIsFoundOnce() async throws {
        try await withWorld { world in
            try await world.place("changed")
            try await world.place("deleted")
            world.change("changed", to: "somebody's own")
            world.delete("deleted")
            #expect(try await world.look() == .drifted)
            let first = try await world.drift()
            #expect(Set(first.map(\.kind)) == [.contentChanged, .missing])
            let changed = try #require(first.first { $0.kind == .contentChanged })
            #expect(changed.found?.version == nil)
            #expect(changed.acceptable == false)
            #expect(changed.expected?.version == 1)
            #expect(try await world.look() == .drifted)
            let second = try await world.drift()
            #expect(second.map(\.id) == first.map(\.id))
            #expect(second.allSatisfy { $0.lastSeen > $0.firstSeen })
            // It is another finding when something else stands there.
            world.change("changed", to: "something else")
            _ = try await world.look()
            let third = try await world.drift()
            #expect(third.count == 2)
            #expect(third.first { $0.kind == .contentChanged }?.id != changed.id)
        }
    }

    @Test func aFindingEndsWhenItIsFoundNoMore() async throws {
        try await withWorld { world in
            try await world.place("notes")
            world.delete("notes")
            _ = try await world.look()
            world.change("notes", to: "v1")
            world.providers.place("lab") { $0.held = [World.remote("notes", version: "1")] }
            #expect(try await world.look() == .sound)
            #expect(try await world.drift().isEmpty)
            #expect(try await world.drift(.resolved).map(\.resolution) == [.gone])
        }
    }

    @Test func whatSomebodyIsAtIsLeftOut() async throws {
        try await withWorld { world in
            try await world.place("busy")
            world.delete("busy")
            _ = try await world.addSkill("busy", content: "v2")
            let run = try await world.start([.init(name: "busy")], on: ["lab"])
            #expect(try await world.look() == .sound)
            #expect(try await world.driftCheck()?.leftOut == 1)
            #expect(try await world.drift().isEmpty)
            _ = try await world.admin.cancelRun(run.id)
            #expect(try await world.look() == .drifted)
        }
    }

    /// A run that begins and ends while a provider is read changes what stands there.
    @Test func aRunDuringTheLookIsNoDrift() async throws {
        try await withWorld { world in
            try await world.place("moving")
            _ = try await world.addSkill("moving", content: "v2")
            world.providers.place("lab") { place in
                place.held = []
                place.contents = [:]
                place.meanwhile = {
                    if let run = try? await world.start([.init(name: "moving")], on: ["lab"]) {
                        _ = try? await world.finish(run)
                    }
                }
            }
            #expect(try await world.look() == .sound)
            #expect(try await world.drift().isEmpty)
            #expect(try await world.installed("moving", on: "lab")?.version == 2)
        }
    }

    @Test func whatWePutThereAndNobodyKnowsOfIsUnexpected() async throws {
        try await withWorld { world in
            try await world.place("stray")
            let stray = try #require(try await world.installed("stray", on: "lab"))
            try await world.database.write { connection in
                try connection.run("DELETE FROM installations WHERE provider_id = 'lab'")
            }
            world.providers.place("lab") { place in
                place.held.append(RemoteSkill(RemoteReference(id: "theirs", version: "1"), name: "theirs"))
            }
            #expect(try await world.look() == .drifted)
            let finding = try #require(try await world.drift().first)
            #expect(finding.kind == .unexpected)
            #expect(finding.found?.version == 1)
            #expect(try await world.driftCheck()?.others == 1)
            _ = try await world.admin.acceptDrift(finding.id, .init(reason: "It is wanted."))
            #expect(try await world.installed("stray", on: "lab")?.remote == stray.remote)
            #expect(try await world.look() == .sound)
        }
    }

    @Test func aFailedLookChangesNothingAndIsToldOf() async throws {
        try await withWorld { world in
            try await world.place("notes")
            world.delete("notes")
            _ = try await world.look()
            let failure = ProviderFailure(.providerUnavailable, "It is down.", providerStatus: 503)
            world.providers.place("lab") { $0.failure = failure }
            #expect(try await world.look() == .failed)
            #expect(try await world.drift().count == 1)
            let check = try #require(try await world.driftCheck())
            #expect(check.error?.code == .providerUnavailable)
            #expect(check.open == 1)
        }
    }

    @Test func eachProviderHasItsTurnAndThoseThatAreShutDoNot() async throws {
        try await withWorld { world in
            try await world.place("notes", on: "open")
            try await world.place("notes", on: "paused")
            try await world.addProvider("unreadable")
            try await world.addProvider("disabled") { settings in
                settings.kind = .openai
                settings.enabled = false
            }
            _ = try await world.admin.pauseProvider("paused", reason: "why")
            let watch = world.engine.driftWatch(.init(every: .seconds(3600)))
            #expect(try await watch.look().isEmpty)
            world.clock.advance(by: .seconds(3601))
            #expect(try await watch.look().keys.map(\.rawValue) == ["open"])
            #expect(try await watch.look().isEmpty)
            for provider: ProviderID in ["paused", "disabled", "unreadable"] {
                await #expect(throws: Problem.self) {
                    try await world.admin.checkDrift(.init(provider: provider))
                }
            }
            _ = try await world.admin.resumeProvider("paused")
            #expect(try await watch.look().keys.map(\.rawValue) == ["paused"])
        }
    }

    /// Where two believe to have the duty, what the later one found is what counts.
    @Test func aLookThatWasOvertakenSavesNothing() async throws {
        try await withWorld { world in
            try await world.place("notes")
            world.delete("notes")
            world.providers.place("lab") { place in
                place.meanwhile = {
                    world.clock.advance(by: .seconds(1))
                    let now = world.clock.now
                    _ = try? await world.database.write { connection in
                        try connection.run("UPDATE drift_checks SET started_at = \(now)")
                    }
                }
            }
            #expect(try await world.look() == nil)
            #expect(try await world.drift().isEmpty)
        }
    }

    @Test func contentIsReadInTurnWithinItsLimits() async throws {
        try await withWorld { world in
            try await world.addProvider("lab") { settings in
                settings.kind = .openai
                settings.ratePerMinute = 4
            }
            for name in ["a", "b", "c"] { try await world.place(name) }
            // Half of what may begin in a minute.
            _ = try await world.look()
            #expect(try await world.driftCheck()?.verified == 2)
            // The same version, and yet other content: only reading shows it.
            world.providers.place("lab") { $0.contents["remote-c"] = World.files("c", "hidden") }
            #expect(try await world.look() == .drifted)
            #expect(try await world.drift().map(\.skill) == ["c"])
            // A look that does not come to it says nothing of it.
            #expect(try await world.look() == .drifted)
            #expect(try await world.drift().count == 1)
        }
    }

    /// Their ids follow from names and paths: what we removed may have been made anew by somebody else.
    @Test(arguments: [ProviderKind.gemini, .folder])
    func whatOthersMayHavePutInAnOldPlaceIsNobodysAlarm(at kind: ProviderKind) async throws {
        try await withWorld { world in
            try await world.place("stray")
            try await world.become(kind)
            try await world.database.write { connection in
                try connection.run("DELETE FROM installations WHERE provider_id = 'lab'")
            }
            #expect(try await world.look() == .sound)
            #expect(try await world.drift().isEmpty)
            #expect(try await world.driftCheck()?.others == 1)
        }
    }

    @Test func whatCannotBeReadThisTimeStaysWhatItWas() async throws {
        try await withWorld { world in
            try await world.place("notes")
            world.change("notes", to: "somebody's own")
            _ = try await world.look()
            let first = try await world.drift().map(\.id)
            world.providers.place("lab") { $0.contents = [:] }
            #expect(try await world.look() == .drifted)
            #expect(try await world.drift().map(\.id) == first)
            #expect(try await world.drift(.resolved).isEmpty)
        }
    }

    @Test func aLookThatWasCutOffIsDoneAgainForWhoeverAsked() async throws {
        try await withWorld { world in
            try await world.place("notes")
            _ = try await world.admin.checkDrift(.init(provider: "lab"))
            let now = world.clock.now
            let begins = try await world.database.write { connection in
                try DriftCheckTable(connection).begin("lab", since: nil, at: now)
            }
            #expect(begins)
            let watch = world.engine.driftWatch(.init(every: nil))
            #expect(try await watch.look().isEmpty)
            #expect(try await world.driftCheck()?.askedAt != nil)
            world.clock.advance(by: .seconds(700))
            #expect(try await watch.look() == ["lab": .sound])
            #expect(try await world.driftCheck()?.askedAt == nil)
        }
    }

    /// It may have read already what somebody wants to be looked at.
    @Test func whoeverAsksDuringALookGetsAnother() async throws {
        try await withWorld { world in
            try await world.place("notes")
            world.providers.place("lab") { place in
                place.meanwhile = {
                    world.clock.advance(by: .seconds(1))
                    _ = try? await world.admin.checkDrift(.init(provider: "lab"))
                }
            }
            #expect(try await world.look() == .sound)
            #expect(try await world.driftCheck()?.askedAt != nil)
        }
    }

    @Test func thoseThatWereAskedForComeFirst() async throws {
        try await withWorld { world in
            for provider: ProviderID in ["a", "b", "c"] { try await world.place("notes", on: provider) }
            world.clock.advance(by: .seconds(3601))
            _ = try await world.admin.checkDrift(.init(provider: "c"))
            let watch = world.engine.driftWatch(.init(every: .seconds(3600), atOnce: 1))
            #expect(try await watch.look().keys.map(\.rawValue) == ["c"])
            #expect(try await watch.look().count == 1)
            #expect(try await watch.look().count == 1)
            #expect(try await watch.look().isEmpty)
        }
    }

    /// However many differ, half of what is read is of the others.
    @Test func whatDiffersDoesNotKeepTheOthersFromBeingRead() async throws {
        try await withWorld { world in
            try await world.addProvider("lab") { settings in
                settings.kind = .openai
                settings.ratePerMinute = 4
            }
            for name in ["a", "b", "c"] { try await world.place(name) }
            world.change("a", to: "other")
            world.change("b", to: "other")
            world.providers.place("lab") { $0.contents["remote-c"] = World.files("c", "hidden") }
            _ = try await world.look()
            #expect(try await world.drift().contains { $0.skill == "c" && $0.kind == .contentChanged })
        }
    }
}
