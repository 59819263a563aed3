import Chat
import Contract

extension Conversation {
    /// Carries out a tool that only reads, and asks before one that changes something.
    ///
    /// - Throws: ``RPCFailure``, and ``Problem`` where nobody is signed in any more; what else the control plane refuses
    ///   is an answer, for the model to go on from.
    func callTool(_ request: RPCRequest) async throws -> Reply {
        let name = try request.text("name")
        let arguments = try request.object("arguments") ?? [:]
        do {
            if let tool = ProposalTool(rawValue: name) { return .result(try await end(tool, arguments)) }
            guard let intent = ChatIntent(rawValue: name) else {
                throw RPCFailure(.invalidParams, "There is no tool of this name.")
            }
            var reader = ToolCommand(intent, arguments, words)
            let command = try reader.command()
            if let state = try confirmationState(request) {
                return .result(try await goOn(with: command, state, request))
            }
            return try await say(command, request)
        } catch let bad as BadArguments {
            return .result(failedCall(words.badArguments(bad.faults)))
        } catch let problem as Problem where problem.code != .authenticationRequired {
            return .result(failedCall(problem))
        }
    }

    private func say(_ command: ChatCommand, _ request: RPCRequest) async throws -> Reply {
        let turn = try await say(command.text(in: .english))
        guard try turn.command?.isReading(of: command) != false else {
            if turn.outcome == .proposed { _ = try await plane.dismissChat(turn.id) }
            return .result(failedCall(words.understoodOtherwise))
        }
        guard turn.outcome == .proposed, turn.proposal != nil, exchange.elicits else {
            return .result(try result(of: turn))
        }
        if exchange.revision.hasHandshake { return .question(turn) }
        return .result(toBeConfirmed(turn))
    }

    private func say(_ line: String) async throws(Problem) -> ChatTurn {
        let thread = site.threads.thread(of: caller)
        let turn: ChatTurn
        do {
            turn = try await plane.say(ChatMessage(line, thread: thread, locale: language))
        } catch {
            // The thread may have been removed meanwhile.
            guard thread != nil, error.code == .notFound else { throw error }
            turn = try await plane.say(ChatMessage(line, locale: language))
        }
        site.threads.keep(turn.thread, of: caller)
        return turn
    }

    private func end(_ tool: ProposalTool, _ arguments: [String: JSONValue]) async throws -> RPCResult {
        var reader = ArgumentReader(arguments, words)
        reader.allow(tool.arguments, required: tool.arguments)
        let turn = reader.id(.turn).map { ChatTurnID(rawValue: $0) }
        let hash = tool == .confirm ? reader.hash(.planHash) : ""
        try reader.check()
        guard let turn, let hash else { throw BadArguments(faults: []) }
        switch tool {
        case .confirm: return try result(of: try await plane.confirmChat(turn, planHash: hash))
        case .dismiss: return try result(of: try await plane.dismissChat(turn))
        }
    }
}

// MARK: Results

extension Conversation {
    /// A turn for the model to read, for programs, and with a link to its run; with a fault that the turn does not tell.
    func result(of turn: ChatTurn, failing fault: String? = nil) throws -> RPCResult {
        var text = [fault, summary(of: turn)].compactMap(\.self).joined(separator: "\n")
        if turn.outcome == .proposed, let proposal = turn.proposal {
            text += "\n" + words.toConfirm(turn.id, proposal)
        }
        var content: [JSONValue] = [["type": "text", "text": .string(text)]]
        if let run = turn.runID {
            let uri = ResourceAddress.run(run).uri
            content.append([
                "type": "resource_link", "uri": .string(uri), "name": .string("run \(run)"),
                "mimeType": "application/json",
            ])
        }
        return RPCResult([
            "content": .array(content),
            "structuredContent": try JSONValue(encoding: turn),
            "isError": .bool(fault != nil || turn.outcome.isFailure),
        ])
    }

    /// What was answered, with what a change would do.
    func summary(of turn: ChatTurn) -> String {
        let effects = turn.outcome == .proposed ? turn.proposal?.effects ?? [] : []
        return ([turn.reply.text] + effects.filter { !turn.reply.text.contains($0) }).joined(separator: "\n")
    }

    func failedCall(_ text: String) -> RPCResult {
        RPCResult(["content": [["type": "text", "text": .string(text)]], "isError": true])
    }

    func failedCall(_ problem: Problem) -> RPCResult {
        let faults = problem.errors.map { "- \($0.pointer): \($0.detail)" }
        let lines = ["\(problem.code.rawValue): \(problem.detail)"] + faults + [problem.code.nextStep]
        return failedCall(lines.joined(separator: "\n"))
    }
}

extension ChatOutcome {
    /// Whether whoever asked has to ask anew.
    fileprivate var isFailure: Bool {
        switch self {
        case .asked, .notUnderstood, .refused, .expired, .void: true
        case .answered, .proposed, .confirmed, .done, .dismissed: false
        }
    }
}
