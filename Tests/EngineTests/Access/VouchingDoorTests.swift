import Contract
import Engine
import Testing

/// Who is let in on the word of a program is their account, and no more (SEC-07).
@Suite(.timeLimit(.minutes(5))) struct VouchingDoorTests {
    private func enter(_ name: String, at engine: Engine) async throws(Problem) -> CallerView {
        try await EngineVouchingDoor(engine).signIn(vouchedFor: name, requestID: "r-1").caller()
    }

    @Test func somebodyActsAsTheirAccount() async throws {
        try await withWorld { world in
            let scope = Scope(providers: ["alpha"])
            let account = try await world.account("mina", .operator, scope)
            let caller = try await enter("MINA", at: world.engine)
            #expect(caller.name == account.name)
            #expect(caller.role == .operator)
            #expect(caller.scope == scope)
            let plane = try await EngineVouchingDoor(world.engine).signIn(
                vouchedFor: "mina",
                requestID: "r-2"
            )
            let refusal = try await problem { try await plane.accounts() }
            #expect(refusal?.code == .permissionDenied)
            let entry = try await world.admin.audit(AuditQuery(actor: "mina")).items.first
            #expect(entry?.action == "account.read")
            #expect(entry?.outcome == "denied")
            #expect(entry?.source == "chat")
            #expect(entry?.requestID == "r-2")
        }
    }

    @Test func whoHasNoAccountOrADisabledOneIsOut() async throws {
        try await withWorld { world in
            let account = try await world.account("mina", .viewer)
            #expect(
                try await problem { try await enter("jun", at: world.engine) }?.code
                    == .authenticationRequired
            )
            _ = try await world.admin.changeAccount(account.id, .init(disabled: true), if: .present)
            let refusal = try await problem { try await enter("mina", at: world.engine) }
            #expect(refusal?.code == .authenticationRequired)
        }
    }

    @Test func whoseProvidersWordHasLapsedIsOut() async throws {
        try await withExternalPlace(vouchLife: .seconds(3600)) { place in
            let issued = try await place.enter(["developers"])
            let name = issued.account.name
            #expect(try await enter(name, at: place.engine).name == name)
            place.world.clock.advance(by: .seconds(3600))
            let refusal = try await problem { try await enter(name, at: place.engine) }
            #expect(refusal?.code == .authenticationRequired)
        }
    }
}
