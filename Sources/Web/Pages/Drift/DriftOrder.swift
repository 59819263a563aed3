import Contract

/// An order as the page of its plan takes it.
struct DriftOrder: Sendable {
    let id: String
    let kind: String
    let reason: String
    let provider: String
    let skills: [String]
    let label: String
    let accessibleLabel: String

    /// Nil where there is nothing to order.
    ///
    /// - Parameters:
    ///   - id: Of the button.
    ///   - findings: Of one provider; those that such a run does not put right are left out.
    ///   - kind: What the run does.
    ///   - name: The provider's.
    ///   - visit: Whose language it is in; nobody who may not start runs gets one.
    init?(_ id: String, _ findings: [DriftFindingView], _ kind: RunKind, _ name: String, _ visit: Visit) {
        let fitting = findings.filter { ($0.expected == nil) == (kind == .uninstall) }
        guard let first = fitting.first, visit.isAllowed(.startRun) else { return nil }
        let words = visit.words
        self.id = id
        self.kind = kind.rawValue
        reason = words["drift.reason"]
        provider = first.provider.rawValue
        skills = fitting.map { finding in
            RunRequest.Selection(name: finding.skill, version: finding.expected?.version).text
        }
        let isRemoval = kind == .uninstall
        let word = isRemoval ? "drift.remove" : "drift.repair"
        let many = isRemoval ? "drift.remove_n" : "drift.repair_n"
        label =
            fitting.count == 1 ? words[word] : words[many, ["n": words.grouped(fitting.count)]]
        accessibleLabel =
            fitting.count == 1 ? "\(label): \(first.skill), \(name)" : "\(label): \(name)"
    }
}
