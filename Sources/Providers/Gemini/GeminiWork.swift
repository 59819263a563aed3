import Contract
import Domain
import NIOCore

/// One try of one order at Google.
struct GeminiWork {
    let service: GeminiService
    let attempt: Attempt
    let polling: GeminiPolling

    private var step: GeminiStep? { GeminiStep(attempt.order.step) }

    func install(_ bundle: SkillBundle, as id: String) async throws(ProviderFailure) -> ProviderOutcome {
        if case .poll(let verb, id, let operation) = step, verb != .delete,
            let begun = attempt.order.step?.at,
            let outcome = try await outcome(of: operation, verb, id, begun: begun)
        {
            return outcome
        }
        guard let skill = try await service.skill(id) else { return try await create(bundle, as: id) }
        if skill.isChanging { return try await settle(id) }
        if skill.isReady, try await skill.isSame(as: bundle) { return try await installed(id) }
        if mayStillShow(.send(.update, skill: id)) { return .waiting(polling.later) }
        try await begin(.send(.update, skill: id))
        return try await follow(try await service.update(bundle, as: id), .update, id)
    }

    /// Whether a request that an earlier try was about to send may be under way without being seen: the skill
    /// shows its old content until Google is done, and sending it again would add a second revision.
    private func mayStillShow(_ sent: GeminiStep) -> Bool {
        guard step == sent, let begun = attempt.order.step?.at else { return false }
        return attempt.now() - begun < polling.unseen
    }

    func remove(_ id: String) async throws(ProviderFailure) -> ProviderOutcome {
        if case .poll(.delete, id, let operation) = step, let begun = attempt.order.step?.at,
            let outcome = try await outcome(of: operation, .delete, id, begun: begun)
        {
            return outcome
        }
        guard let skill = try await service.skill(id) else { return .done(nil) }
        if skill.isChanging { return try await settle(id) }
        try await begin(.send(.delete, skill: id))
        guard let operation = try await service.delete(id) else { return .done(nil) }
        return try await follow(operation, .delete, id)
    }

    private func create(_ bundle: SkillBundle, as id: String) async throws(ProviderFailure) -> ProviderOutcome
    {
        try await begin(.send(.create, skill: id))
        let operation: GeminiOperation
        do {
            operation = try await service.create(bundle, as: id)
        } catch {
            guard error.code == .conflict else { throw error }
            return try await adopt(bundle, as: id, after: error)
        }
        return try await follow(operation, .create, id)
    }

    /// The id was taken between our look and our request, or is held back after a deletion.
    private func adopt(
        _ bundle: SkillBundle,
        as id: String,
        after refusal: ProviderFailure
    ) async throws(ProviderFailure) -> ProviderOutcome {
        guard let skill = try await service.skill(id) else {
            throw ProviderFailure(
                .conflict,
                "Google holds the id \(id) back, as it does for a while after a deletion.",
                providerStatus: refusal.providerStatus,
                vendorCode: refusal.vendorCode,
                requestID: refusal.requestID
            )
        }
        if skill.isChanging { return try await settle(id) }
        if skill.isReady, try await skill.isSame(as: bundle) { return try await installed(id) }
        try await begin(.send(.update, skill: id))
        return try await follow(try await service.update(bundle, as: id), .update, id)
    }

    private func begin(_ step: GeminiStep) async throws(ProviderFailure) {
        try await attempt.begin(step.name, step.data)
    }

    /// Records what nobody may forget, even when nothing may be changed any more.
    private func note(_ step: GeminiStep, at time: Timestamp? = nil) async throws(ProviderFailure) {
        try await attempt.journal.record(
            StepRecord(name: step.name, at: time ?? attempt.now(), data: step.data)
        )
    }

    private func installed(_ id: String) async throws(ProviderFailure) -> ProviderOutcome {
        .done(RemoteReference(id: id, version: try await service.newestRevision(of: id)))
    }

    private func follow(
        _ operation: GeminiOperation,
        _ verb: GeminiStep.Verb,
        _ id: String
    ) async throws(ProviderFailure) -> ProviderOutcome {
        if operation.isDone { return try await finish(operation, verb, id) }
        try await note(.poll(verb, skill: id, operation: operation.name))
        if let outcome = try await outcome(of: operation.name, verb, id, begun: attempt.now()) {
            return outcome
        }
        throw ProviderFailure(.internal, "Google does not know the operation it has just named.")
    }

    /// Looks at an operation a few times.
    ///
    /// - Returns: Nil when the provider remembers it no more: the skill itself has to tell.
    private func outcome(
        of name: String,
        _ verb: GeminiStep.Verb,
        _ id: String,
        begun: Timestamp
    ) async throws(ProviderFailure) -> ProviderOutcome? {
        for pause in [.zero] + polling.inPlace {
            guard NIODeadline.now() + .nanoseconds(pause.wholeMicroseconds * 1000) < attempt.deadline else {
                break
            }
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw ProviderFailure(
                    .providerUnavailable,
                    "The work was interrupted while Google was at it."
                )
            }
            guard let operation = try await service.operation(name) else { return nil }
            if operation.isDone { return try await finish(operation, verb, id) }
        }
        return try await wait(for: id, since: begun)
    }

    private func finish(
        _ operation: GeminiOperation,
        _ verb: GeminiStep.Verb,
        _ id: String
    ) async throws(ProviderFailure) -> ProviderOutcome {
        guard let error = operation.error else {
            return verb == .delete ? .done(nil) : try await installed(id)
        }
        // Without this the next try would read the same failure again.
        try await note(.failed(skill: id))
        let code = GoogleCode.http(error.code)
        var reason = VendorError(google: error)
        reason.codes.append(code.name)
        let purpose: Outgoing.Purpose = verb == .delete ? .delete : .upload
        throw service.sender.failure(status: code.status, error: reason, purpose: purpose)
    }

    private func settle(_ id: String) async throws(ProviderFailure) -> ProviderOutcome {
        let begun = attempt.order.step?.at ?? attempt.now()
        try await note(.settle(skill: id), at: begun)
        return try await wait(for: id, since: begun)
    }

    private func wait(
        for id: String,
        since begun: Timestamp
    ) async throws(ProviderFailure) -> ProviderOutcome {
        guard attempt.now() - begun < polling.limit else {
            // The next try leaves the operation alone and goes by the skill itself.
            try await note(.failed(skill: id))
            throw ProviderFailure(.timeout, "Google has been at it for longer than it should take.")
        }
        return .waiting(polling.later)
    }
}
