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
        return try await converge(skill, on: bundle, as: id)
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
        return try await change(.delete, id) { () async throws(ProviderFailure) in
            try await service.delete(id)
        }
    }

    private func create(_ bundle: SkillBundle, as id: String) async throws(ProviderFailure) -> ProviderOutcome
    {
        do {
            return try await change(.create, id) { () async throws(ProviderFailure) in
                try await service.create(bundle, as: id)
            }
        } catch {
            // The id was taken between our look and our request, or is held back after a deletion.
            guard error.code == .conflict, error.vendorCode == "ALREADY_EXISTS" else { throw error }
            if let skill = try await service.skill(id) {
                return try await converge(skill, on: bundle, as: id)
            }
            throw ProviderFailure(
                .conflict,
                "Google holds the id \(id) back, as it does for a while after a deletion.",
                providerStatus: error.providerStatus,
                vendorCode: error.vendorCode,
                requestID: error.requestID
            )
        }
    }

    /// Makes an existing skill hold the bundle; adopts it where it does already.
    private func converge(
        _ skill: GeminiSkill,
        on bundle: SkillBundle,
        as id: String
    ) async throws(ProviderFailure) -> ProviderOutcome {
        if skill.isChanging { return try await settle(id) }
        if skill.isReady, try await skill.isSame(as: bundle) { return try await installed(id) }
        if mayStillShow(.send(.update, skill: id)) { return .waiting(polling.later) }
        return try await change(.update, id) { () async throws(ProviderFailure) in
            try await service.update(bundle, as: id)
        }
    }

    private func change(
        _ verb: GeminiStep.Verb,
        _ id: String,
        _ request: () async throws(ProviderFailure) -> GeminiOperation?
    ) async throws(ProviderFailure) -> ProviderOutcome {
        try await attempt.begin(verb.rawValue, ["skill": id])
        let operation: GeminiOperation?
        do {
            operation = try await request()
        } catch {
            // Another operation is running on it, perhaps a lost one of ours: what it does is seen
            // afterwards.
            guard error.vendorCode == "ABORTED" else { throw error }
            return try await settle(id)
        }
        guard let operation else { return .done(nil) }
        return try await follow(operation, verb, id)
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
        for pause in [Duration.zero] + polling.inPlace {
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

    /// Puts the task aside until whatever is going on with the skill has ended.
    private func settle(_ id: String) async throws(ProviderFailure) -> ProviderOutcome {
        var begun = attempt.now()
        if case .settle = step, let earlier = attempt.order.step?.at { begun = earlier }
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
