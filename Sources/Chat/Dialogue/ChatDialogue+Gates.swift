import Contract

/// What would be done to an alert or a provider.
extension ChatDialogue {
    func acknowledge(_ id: AlertID, for reason: String) async throws(Problem) -> Planned {
        let alert = try await plane.alert(id)
        guard alert.state != .recovered else {
            let detail: Phrase = "The alert has recovered already."
            return refused(Problem(.conflict, as: "alert_recovered", detail)) { $0.alerts = [alert] }
        }
        let effect = say(
            "Acknowledges the alert \"\(alert.title)\": it is counted on, but not told again.",
            "알림 \"\(alert.title)\"을(를) 확인 처리합니다. 계속 세지만 다시 알리지 않습니다."
        )
        let plan = ChatPlan(
            [effect, because(reason)],
            .state("acknowledge \(id) \(alert.state.rawValue)"),
            places: alert.cause.provider.map { [ChatPlan.Place(nil, $0)] } ?? []
        )
        return proposed(plan) { $0.alerts = [alert] }
    }

    func pause(_ id: ProviderID, for reason: String) async throws(Problem) -> Planned {
        let provider = try await plane.provider(id)
        var effects = [
            say(
                "Nothing begins at \(id) until it is resumed; what runs there goes on to its end.",
                "재개할 때까지 \(id)에서 아무것도 시작하지 않습니다. 진행 중인 것은 끝까지 실행합니다."
            )
        ]
        if let pause = provider.pause {
            effects.append(
                say(
                    "It is paused already, by \(pause.by); it takes the new reason.",
                    "이미 \(pause.by)이(가) 일시 중지했습니다. 이유만 새로 바뀝니다."
                )
            )
        }
        effects.append(because(reason))
        let state = "pause \(id) \(provider.pause.map { "\($0.since) \($0.by)" } ?? "open")"
        let plan = ChatPlan(effects, .state(state), places: [ChatPlan.Place(nil, id)])
        return proposed(plan) { $0.providers = [provider] }
    }

    func resume(_ id: ProviderID) async throws(Problem) -> Planned {
        let provider = try await plane.provider(id)
        guard let pause = provider.pause else {
            var reply = ChatReply(say("\(id) is not paused.", "\(id)은(는) 일시 중지 상태가 아닙니다."))
            reply.providers = [provider]
            return .settled(.answered, reply)
        }
        let effect = say(
            "Targets begin at \(id) again. \(pause.by) paused it: \(pause.reason)",
            "\(id)에서 다시 시작합니다. \(pause.by)이(가) 일시 중지한 이유: \(pause.reason)"
        )
        let plan = ChatPlan(
            [effect],
            .state("resume \(id) \(pause.since) \(pause.reason)"),
            places: [ChatPlan.Place(nil, id)]
        )
        return proposed(plan) { $0.providers = [provider] }
    }

    private func because(_ reason: String) -> String {
        let reason = reason.asReason
        return say("Reason: \(reason)", "이유: \(reason)")
    }

    private func proposed(_ plan: ChatPlan, _ complete: (inout ChatReply) -> Void) -> Planned {
        var reply = ChatReply((plan.effects + [say.confirm]).joined(separator: "\n"))
        complete(&reply)
        return .planned(plan, reply)
    }

    private func refused(_ problem: Problem, _ complete: (inout ChatReply) -> Void) -> Planned {
        var reply = ChatReplies(in: say.language).refusal(problem)
        complete(&reply)
        return .settled(.refused, reply)
    }
}

extension String {
    /// As long as the product takes a reason.
    var asReason: String { String(trimmed.prefix(500)) }
}
