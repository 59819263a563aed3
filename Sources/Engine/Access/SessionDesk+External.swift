import Contract
import Domain
import Logging
import Store

/// Sessions of people for whom an identity provider vouches.
extension SessionDesk {
    /// - Throws: ``Problem`` with `unavailable` when the provider cannot be asked.
    func begin(at provider: any IdentityProvider) async throws(Problem) -> ExternalSignInStart {
        do { return try await provider.begin() } catch { throw told(error, provider) }
    }

    /// - Throws: ``Problem`` with `authentication_required`, `rate_limited` or `unavailable`.
    func signIn(_ brought: ExternalSignInAnswer, at provider: any IdentityProvider) async throws(Problem)
        -> IssuedSession
    {
        // Costs nobody anything, and leaves nothing behind.
        do { try provider.requireBegun(brought) } catch { throw told(error, provider) }
        let charge = try await charge(brought.address)
        let identity: VouchedIdentity
        do { identity = try await provider.identity(answering: brought) } catch {
            if error.reason == .stale || error.reason == .unverified { try await report(brought.address) }
            if error.saysNothingOfTheCaller { await engine.takeBack(charge) }
            throw told(error, provider)
        }
        let verdict = engine.access.external.verdict(on: identity)
        // Nothing is taken from anybody for what is not said of them.
        if case .untold(let detail) = verdict {
            await engine.takeBack(charge)
            throw told(IdentityFailure(.misconfigured, detail), provider)
        }
        let now = engine.now()
        let settled = try await answer {
            try await engine.database.write { connection in
                try settle(identity, verdict, charge, from: brought.address, connection, at: now)
            }
        }
        // Whatever was given or taken holds at once.
        engine.signIn.forget()
        if settled.tookLastAdministrator {
            engine.logger.error(
                "The identity provider took the last administrator's role: nobody administers this installation.",
                metadata: ["request_id": "\(requestID)"]
            )
        }
        switch settled.outcome {
        case .entered(let issued): return issued
        case .refused: throw .noExternalAccess(at: provider.name)
        case .usedBefore:
            try await report(brought.address)
            throw told(IdentityFailure(.stale, "The sign-in was used before."), provider)
        }
    }

    /// Counts against the address until somebody is let in: asking the provider costs it and us something.
    private func charge(_ address: String?) async throws(Problem) -> SignInThrottle.Charge {
        let now = engine.now()
        let decision = try await answer {
            try await engine.database.write { connection in
                let throttle = SignInThrottle(connection)
                let decision = try throttle.charge(externalFrom: address ?? Self.unknownAddress, at: now)
                if case .blocked(_, let tried) = decision { try report(tried, as: nil, throttle, at: now) }
                return decision
            }
        }
        switch decision {
        case .allowed(let charge): return charge
        case .blocked(let until, _): throw .tooManyExternalSignIns(until: until, at: now)
        }
    }

    /// Tells the history of answers that prove nothing: once in a while, as of wrong passwords.
    private func report(_ address: String?) async throws(Problem) {
        try await report(SignInThrottle.external(from: address ?? Self.unknownAddress), as: nil)
    }

    /// For whoever looks after the installation at length, for the person in short.
    private func told(_ failure: IdentityFailure, _ provider: any IdentityProvider) -> Problem {
        let level: Logger.Level =
            switch failure.reason {
            // Anybody can bring an answer that says so.
            case _ where failure.isHearsay: .info
            case .misconfigured: .error
            case .unreachable, .unverified: .warning
            case .declined, .stale: .info
            }
        engine.logger.log(
            level: level,
            "A sign-in at the identity provider failed.",
            metadata: [
                "reason": "\(failure.reason.rawValue)", "detail": "\(failure.detail)",
                "request_id": "\(requestID)",
            ]
        )
        return .external(failure.reason, at: provider.name)
    }
}

extension IdentityFailure {
    /// Whether it would have happened to anybody; what only the browser says may be made up.
    fileprivate var saysNothingOfTheCaller: Bool {
        switch reason {
        case .unreachable, .misconfigured: !isHearsay
        case .declined, .stale, .unverified: false
        }
    }
}
