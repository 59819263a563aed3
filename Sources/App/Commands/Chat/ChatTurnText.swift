import Contract

/// A turn of chat for people at a terminal.
struct ChatTurnText {
    let turn: ChatTurn

    func show(_ console: Console, follows: Bool) {
        for line in turn.reply.text.split(separator: "\n", omittingEmptySubsequences: false) {
            console.print(String(line).terminalSafe)
        }
        showPlan(console)
        for (number, choice) in (turn.reply.choices ?? []).enumerated() {
            let line = choice.line.map { "  " + console.style($0.terminalSafe, .quiet) } ?? ""
            console.print("  \(number + 1)  \(choice.label.terminalSafe)\(line)")
        }
        if turn.outcome == .done, let run = turn.run, !follows {
            console.note("\(run.summary(console.style)); follow it: skillyard run show \(run.id) --wait")
        }
    }

    /// What a change would do, until it is done; or the plan that was asked for.
    private func showPlan(_ console: Console) {
        guard turn.outcome == .proposed, let proposal = turn.proposal else {
            if turn.proposal == nil { show(turn.reply.plan?.targets ?? [], console) }
            return
        }
        for effect in proposal.effects where !turn.reply.text.contains(effect) {
            console.print("  - " + effect.terminalSafe)
        }
        show(proposal.targets ?? [], console)
        if let omitted = proposal.omitted { console.print("… and \(counted(omitted, "target")) more") }
        if let canonical = turn.canonical {
            console.note(
                "Understood as \(canonical.terminalSafe); valid until \(proposal.expiresAt.toTheSecond)."
            )
        }
    }

    private func show(_ targets: [PlanView.Target], _ console: Console) {
        guard !targets.isEmpty else { return }
        console.print(PlanText.table(targets, console.style))
        for target in targets { PlanText.explain(target, console) }
    }
}
