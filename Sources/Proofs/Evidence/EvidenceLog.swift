import Contract

/// The audit log as far as evidence holds it: chains without gaps, up to the checkpoint that signed them.
struct EvidenceLog {
    private(set) var entries: [AuditEntryLine] = []
    private(set) var faults: [String] = []
    private var ends: [String: AuditEntryLine] = [:]
    private var checkpoint: AuditCheckpoint?

    init(_ bytes: [UInt8], trusting trusted: Set<String>?) {
        var check = AuditExportCheck { id in trusted?.contains(id) ?? true }
        for bytes in bytes.split(separator: UInt8(ascii: "\n")) {
            check.follow(bytes)
            if let line = try? JSON.decode(AuditExportLine.self, from: bytes) { keep(line) }
        }
        check.finish()
        faults = check.verification.breaks
        checkReach()
    }

    private mutating func keep(_ line: AuditExportLine) {
        switch line {
        case .checkpoint(let view):
            // One that is not whole was named by the check.
            checkpoint = (try? view.verified()) ?? checkpoint
        case .entry(let entry):
            entries.append(entry)
            ends[entry.chain] = entry
        case .header, .chain, .end: break
        }
    }

    /// What goes beyond the checkpoint, nobody signed.
    private mutating func checkReach() {
        guard let checkpoint else { return faults.append("holds no checkpoint") }
        for (chain, end) in ends.sorted(by: { $0.key < $1.key }) {
            let head = checkpoint.heads.first { $0.chain == chain }
            if head?.sequence != end.sequence || head?.hash != end.hash {
                faults.append("chain \(chain): does not end where checkpoint \(checkpoint.number) signed it")
            }
        }
    }

    /// The newest entry of an action on a subject.
    func last(_ action: String, on subject: String) -> AuditEntryLine? {
        let found = entries.filter { $0.action == action && $0.subject == subject }
        let newest = found.map(\.at).max()
        return found.last { $0.at == newest }
    }

    func has(_ action: String, on subject: String) -> Bool { last(action, on: subject) != nil }
}

extension AuditEntryLine {
    /// What it says beside who, what and when; empty when that cannot be read.
    var facts: [String: String] { (try? JSON.decode([String: String].self, from: detail.utf8)) ?? [:] }
}

extension RunView {
    /// What the run says of itself and the audit log does not.
    func faults(against log: EvidenceLog) -> [String] {
        var faults: [String] = []
        if let start = beginning(in: log) {
            if start.actor != requestedBy {
                faults.append("says that \(requestedBy) asked for it, and the audit log \(start.actor)")
            }
            // What was asked of an earlier program has none.
            if let requestID, start.requestID != requestID {
                let audited = start.requestID ?? "none"
                faults.append("says that request \(requestID) asked for it, and the audit log \(audited)")
            }
        } else {
            faults.append("its start does not stand in the audit log")
        }
        let end = log.last("run.finish", on: "run:\(id)")
        if end?.outcome != status.rawValue {
            faults.append("says \(status.rawValue), and the audit log \(end?.outcome ?? "nothing")")
        }
        faults += approvalFaults(in: log)
        for task in tasks ?? [] { faults += task.faults(of: kind, in: id, against: log) }
        return faults
    }

    func beginning(in log: EvidenceLog) -> AuditEntryLine? {
        if let parentRunID, kind == .rollback {
            return log.entries.first {
                $0.action == "run.rollback" && $0.subject == "run:\(parentRunID)"
                    && $0.facts["run"] == id.rawValue
            }
        }
        return log.entries.first {
            $0.action == "run.start" && $0.subject == "run:\(id)" && $0.outcome == "accepted"
        }
    }
}

extension TaskView {
    fileprivate func faults(of kind: RunKind, in run: RunID, against log: EvidenceLog) -> [String] {
        let name = "\(skill)@\(version) on \(provider)"
        guard let entry = log.last("task.\(kind.rawValue)", on: "task:\(id)") else {
            // One whose row could not be read was given up: nothing else is known of it.
            let isGivenUp = status == .failed && log.has("task.unreadable", on: "task:\(id)")
            return isGivenUp ? [] : ["\(name): its end does not stand in the audit log"]
        }
        let facts = entry.facts
        var faults: [String] = []
        func compare(_ what: String, _ mine: String?, _ audited: String?) {
            guard mine != audited else { return }
            faults.append("\(name): \(what) is \(mine ?? "none"), and in the audit log \(audited ?? "none")")
        }
        compare("its outcome", status.rawValue, entry.outcome)
        compare("its run", run.rawValue, facts["run"])
        compare("the skill", "\(skill)@\(version)", facts["skill"])
        compare("the provider", provider.rawValue, facts["provider"])
        compare("the remote id", remote?.id, facts["remote_id"])
        compare("the remote version", remote?.version, facts["remote_version"])
        // Whoever ends a target by hand does so with another request, and earlier workers named none.
        if entry.source == "worker", let requestID, let audited = entry.requestID {
            compare("its request", requestID, audited)
        }
        return faults
    }
}

extension Evidence.Plan {
    /// What the plan says and the run, the versions or the audit log do not.
    func faults(against run: RunView, _ versions: [SkillVersionView], _ log: EvidenceLog) -> [String] {
        var faults: [String] = []
        if kind != run.kind { faults.append("is for \(kind.rawValue), and the run is \(run.kind.rawValue)") }
        let audited = run.beginning(in: log)?.facts["plan"]
        if hash != audited {
            faults.append("its hash is \(hash ?? "none"), and in the audit log \(audited ?? "none")")
        }
        let planned = Set(targets.map { "\($0.task) \($0.skill)@\($0.version) \($0.provider)" })
        let carriedOut = Set((run.tasks ?? []).map { "\($0.id) \($0.skill)@\($0.version) \($0.provider)" })
        for target in planned.symmetricDifference(carriedOut).sorted() {
            faults.append("target \(target) stands in the plan or in the run, not in both")
        }
        let digests = Dictionary(versions.map { ("\($0.skill)@\($0.version)", $0.digest) }) { first, _ in
            first
        }
        for target in targets where digests["\(target.skill)@\(target.version)"] != target.digest {
            faults.append("\(target.skill)@\(target.version): its digest is not that of its version")
        }
        return faults
    }
}
