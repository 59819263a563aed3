import Contract

/// What is asked about providers, alerts and the audit log.
extension ChatDialogue {
    func providers() async throws(Problem) -> ChatReply {
        let all = try await plane.providers().items
        var lines: [String] = []
        if let pause = try await plane.work().pause {
            lines.append(say("Everything is paused: \(pause.reason)", "모든 작업이 일시 중지 상태입니다: \(pause.reason)"))
        }
        lines += all.prefix(ChatReply.maximumItems).map { "- \($0.id): \(say.health(of: $0))" }
        lines += say.more(all.count - ChatReply.maximumItems)
        if all.isEmpty { lines.append(say("There are no providers.", "제공자가 없습니다.")) }
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.providers = Array(all.prefix(ChatReply.maximumItems))
        return reply
    }

    func alerts() async throws(Problem) -> ChatReply {
        let page = try await plane.alerts(
            AlertQuery(state: .open, page: PageRequest(limit: ChatReply.maximumItems))
        )
        var lines = page.items.map { alert in
            "- \(alert.id) · \(say.word(alert.severity)) · \(alert.title) · "
                + (alert.cause.provider.map { "\($0) · " } ?? "") + say.age(of: alert.lastAt, at: now)
        }
        if page.items.isEmpty { lines = [say("No alert is open.", "열린 알림이 없습니다.")] }
        if page.nextCursor != nil { lines.append("…") }
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.alerts = page.items
        return reply
    }

    func audit(of actor: String?, since: String?) async throws(Problem) -> ChatReply {
        let query = AuditQuery(
            actor: actor,
            after: since.flatMap { Timestamp($0) },
            page: PageRequest(limit: ChatReply.maximumItems)
        )
        let page = try await plane.audit(query)
        var lines = page.items.map { entry in
            "- \(say.age(of: entry.at, at: now)) · \(entry.actor) · \(entry.action) · \(entry.subject) · \(entry.outcome)"
        }
        if page.items.isEmpty {
            lines = [say("There is nothing that you may see.", "볼 수 있는 기록이 없습니다.")]
        }
        if page.nextCursor != nil { lines.append("…") }
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.audit = page.items
        return reply
    }

    func help(_ topic: ChatIntent?) async throws(Problem) -> ChatReply {
        ChatReplies(in: say.language).help(topic, for: try await plane.caller().operations)
    }
}

extension Tongue {
    fileprivate func health(of provider: ProviderView) -> String {
        if !provider.settings.enabled { return self("disabled", "꺼짐") }
        if let pause = provider.pause { return self("paused: \(pause.reason)", "일시 중지: \(pause.reason)") }
        if let breaker = provider.breaker, breaker.state != .closed {
            return self("seems to be down", "응답 없음")
        }
        guard provider.backOff == nil else { return self("asked for a wait", "잠시 대기 요청") }
        guard let check = provider.lastCheck else { return self("never checked", "점검한 적 없음") }
        guard let error = check.error else {
            return check.healthy ? self("healthy", "정상") : self("unhealthy", "비정상")
        }
        return self("unhealthy: ", "비정상: ") + self(error.code.sentence)
    }
}
