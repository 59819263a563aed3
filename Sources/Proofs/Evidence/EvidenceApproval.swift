import Contract

extension RunView {
    /// What the run says of its approval and the audit log does not.
    func approvalFaults(in log: EvidenceLog) -> [String] {
        let decision = log.decision(on: "run:\(id)")
        guard let approval else {
            guard let decision else { return [] }
            return ["names no approval, and the audit log \(decision.action) by \(decision.actor)"]
        }
        switch approval.state {
        case .pending: return ["says that it waits for an approval, and it has ended"]
        case .canceled:
            guard log.holdsCancellation(of: approval, on: "run:\(id)") else {
                let person = approval.decidedBy ?? "somebody"
                return ["says that \(person) canceled it while it waited, and the audit log does not"]
            }
            return []
        case .approved, .refused: return approval.faults(against: decision)
        }
    }
}

extension RunApproval {
    fileprivate func faults(against decision: AuditEntryLine?) -> [String] {
        guard let decision, decision.approval == state else {
            return ["says that it was \(state.rawValue), and the audit log \(decision?.action ?? "nothing")"]
        }
        var faults: [String] = []
        func compare(_ what: String, _ mine: String?, _ audited: String?) {
            guard mine != audited else { return }
            faults.append(
                "its approval: \(what) is \(mine ?? "none"), and in the audit log \(audited ?? "none")"
            )
        }
        compare("who decided", decidedBy, decision.actor)
        compare("when", decidedAt?.description, decision.at.description)
        compare("the comment", comment, decision.facts["comment"])
        return faults
    }
}

extension EvidenceLog {
    /// The newest decision about an approval; one that was denied or came too late is none.
    fileprivate func decision(on subject: String) -> AuditEntryLine? {
        let found = entries.filter { $0.subject == subject && $0.approval != nil }
        let newest = found.map(\.at).max()
        return found.last { $0.at == newest }
    }

    /// Whether a run that waited was canceled as its approval has it.
    ///
    /// What stops the waves of a run cancels it. A program that knows nothing of approvals names nobody in them; the time
    /// for the approval then ends it.
    fileprivate func holdsCancellation(of approval: RunApproval, on subject: String) -> Bool {
        let person = approval.decidedBy == RunApproval.server ? nil : approval.decidedBy
        return entries.contains {
            ["run.cancel", "run.wave", "run.stopped"].contains($0.action) && $0.subject == subject
                && $0.outcome == "accepted"
                && (person == nil || person == $0.actor && approval.decidedAt == $0.at)
        }
    }
}

extension AuditEntryLine {
    /// What it decided about an approval, if that is what it tells of.
    fileprivate var approval: RunApproval.State? {
        switch (action, outcome) {
        case ("run.approve", "accepted"): .approved
        // Nobody decided in time.
        case ("run.refuse", "accepted"), ("run.refuse", "expired"): .refused
        default: nil
        }
    }
}

extension RunApproval {
    /// Who decides when the time is up.
    fileprivate static let server = "system"
}
