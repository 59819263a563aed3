import Contract

/// What is asked about runs.
extension ChatDialogue {
    func status(of id: RunID) async throws(Problem) -> ChatReply {
        let run = try await plane.run(id)
        let failed = (run.tasks ?? []).filter { $0.status == .failed }
        let shown = failed.prefix(5).flatMap { say.failure($0) }
        let lines = say.standing(of: run, at: now) + shown + say.more(failed.count - 5)
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.runs = [run.shortened]
        return reply
    }

    func why(_ id: RunID) async throws(Problem) -> ChatReply {
        let run = try await plane.run(id)
        let troubled = (run.tasks ?? []).filter { $0.error != nil && $0.status != .success }
        var lines = say.standing(of: run, at: now)
        if troubled.isEmpty {
            lines.append(say("Nothing of it failed.", "실패한 대상이 없습니다."))
        }
        lines += troubled.prefix(10).flatMap { say.failure($0) } + say.more(troubled.count - 10)
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.runs = [run.shortened]
        return reply
    }

    func runs(_ filter: ChatRunFilter) async throws(Problem) -> ChatReply {
        let most = ChatReply.maximumItems
        let query = RunQuery(
            status: filter.status.flatMap { RunStatus(rawValue: $0) },
            provider: filter.provider.map { ProviderID(rawValue: $0) },
            createdAfter: filter.since.flatMap { Timestamp($0) },
            page: PageRequest(limit: min(max(1, filter.limit ?? most), most))
        )
        let page = try await plane.runs(query)
        var lines = page.items.map { say.line(of: $0, at: now) }
        if page.items.isEmpty { lines = [say("There are no such runs.", "해당하는 실행이 없습니다.")] }
        if page.nextCursor != nil, filter.limit.map({ $0 > most }) ?? true { lines.append("…") }
        var reply = ChatReply(lines.joined(separator: "\n"))
        reply.runs = page.items
        return reply
    }
}
