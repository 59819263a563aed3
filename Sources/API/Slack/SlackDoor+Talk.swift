import Contract

extension SlackDoor {
    /// Slack waits three seconds; whatever takes longer comes by another way.
    static let patience = Duration.milliseconds(2500)

    /// The answer to a line, or where that takes too long a word that it comes.
    func message(for command: SlackCommand, _ requestID: String) async -> SlackMessage {
        let first = FirstOf<SlackMessage>()
        let isTaken = jobs.add {
            let message = await said(command.line, by: command.speaker, requestID)
            guard await !first.settle(message) else { return }
            await post(message, to: command.speaker)
        }
        guard isTaken else { return SlackMessage(SlackWords.busy) }
        return await first.value(orAfter: Self.patience, wait) { SlackMessage(SlackWords.later) }
    }

    /// Does what a button says, and tells of it.
    func carryOut(_ press: SlackPress, _ requestID: String) async {
        switch press.button {
        case .say(let line):
            await post(await said(line, by: press.speaker, requestID, replaces: true), to: press.speaker)
        case .dismiss(let turn):
            await tell(press.speaker, requestID) { plane throws(Problem) in try await plane.dismissChat(turn)
            }
        case .confirm(let turn, let planHash):
            let turn = await tell(press.speaker, requestID) { plane throws(Problem) in
                try await plane.confirmChat(turn, planHash: planHash)
            }
            if let turn { follow(turn, press.speaker, requestID) }
        }
    }

    private func said(
        _ line: String,
        by speaker: SlackSpeaker,
        _ requestID: String,
        replaces: Bool = false
    ) async -> SlackMessage {
        let plane: any ControlPlane
        do throws(SlackRefusal) { plane = try await self.plane(of: speaker, requestID) } catch {
            return SlackMessage(error.text)
        }
        do throws(Problem) {
            let turn = try await turn(line, speaker, plane)
            threads.keep(turn.thread, of: speaker)
            return SlackMessage(turn, replaces: replaces)
        } catch {
            return SlackMessage(error, replaces: replaces)
        }
    }

    private func turn(_ line: String, _ speaker: SlackSpeaker, _ plane: any ControlPlane)
        async throws(Problem)
        -> ChatTurn
    {
        let thread = await threads.thread(of: speaker, plane, at: now())
        do throws(Problem) { return try await plane.say(ChatMessage(line, thread: thread)) } catch {
            // Old threads are deleted.
            guard error.code == .notFound, thread != nil else { throw error }
            return try await plane.say(ChatMessage(line))
        }
    }

    @discardableResult
    private func tell(
        _ speaker: SlackSpeaker,
        _ requestID: String,
        _ change: (any ControlPlane) async throws(Problem) -> ChatTurn
    ) async -> ChatTurn? {
        let plane: any ControlPlane
        do throws(SlackRefusal) { plane = try await self.plane(of: speaker, requestID) } catch {
            await post(SlackMessage(error.text), to: speaker)
            return nil
        }
        do throws(Problem) {
            let turn = try await change(plane)
            await post(SlackMessage(turn, replaces: true), to: speaker)
            return turn
        } catch {
            await post(SlackMessage(error, replaces: true), to: speaker)
            return nil
        }
    }

    private func follow(_ turn: ChatTurn, _ speaker: SlackSpeaker, _ requestID: String) {
        guard turn.outcome == .done, let run = turn.run, !run.status.isFinal,
            let account = settings.account(of: speaker.user)
        else { return }
        let telling = SlackRunTelling(
            run: run.id,
            plane: { () async throws(Problem) in
                try await door.signIn(vouchedFor: account, requestID: requestID)
            },
            tell: { await post(SlackMessage(turn, run: $0, replaces: true), to: speaker) },
            wait: wait
        )
        _ = followings.add { await telling.follow(from: run) }
    }
}
