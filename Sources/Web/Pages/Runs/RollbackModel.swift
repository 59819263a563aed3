import Contract

/// What a rollback would do at each provider, and what it would not.
struct RollbackModel: Sendable {
    struct Statement: Sendable {
        let provider: String
        let targets: String
        let sentences: [String]
    }

    let title: String
    let path: String
    let href: String
    let statements: [Statement]
    let untouched: String?
    let reason: String
    let reasonFault: String?
    /// Why it was refused, where no field is to blame.
    let refusal: String?
    let submit: String?
    let maximumReason: Int

    /// Characters the engine takes.
    static let longestReason = 500

    init(
        _ run: RunView,
        _ providers: ProviderNames,
        _ visit: Visit,
        reason: String = "",
        refusal: Problem? = nil
    ) {
        let words = visit.words
        let kind = words["runs.kind_\(run.kind.rawValue)"]
        let done = (run.tasks ?? []).filter { $0.status == .success }
        let byProvider = Dictionary(grouping: done, by: \.provider)
        title = words["runs.rollback_title", ["run": "\(kind) \(run.shortID)"]]
        path = "\(run.path)/rollback"
        href = run.path
        statements = byProvider.keys.sorted { providers[$0] < providers[$1] }.map { provider in
            Statement(
                provider: providers[provider],
                targets: words.counted("runs.targets", byProvider[provider]?.count ?? 0),
                sentences: Self.sentences(run.kind, providers.find(provider)?.capabilities, words)
            )
        }
        let others = run.counts.total - done.count
        untouched = others > 0 ? words.counted("runs.rollback_untouched", others) : nil
        self.reason = reason
        let isFault = refusal?.code == .validationFailed
        reasonFault =
            isFault
            ? words[
                reason.isEmpty ? "runs.reason_missing" : "runs.reason_unusable",
                ["n": String(Self.longestReason)]
            ]
            : nil
        self.refusal = isFault ? nil : refusal.map { RefusalModel($0, visit).summary }
        submit = RunActions(run, visit).rollback?.label
        maximumReason = Self.longestReason
    }

    /// What happens at a provider; what a removal took away can only be put there anew.
    private static func sentences(
        _ kind: RunKind,
        _ capabilities: ProviderCapabilities?,
        _ words: Words
    ) -> [String] {
        guard let capabilities else { return [words["runs.undo_unknown"]] }
        if kind == .uninstall { return [words["runs.undo_removal"]] }
        let keeps = capabilities.keepsVersions
        let method =
            switch capabilities.rollback {
            case .moveDefault: "runs.undo_move_default"
            case .deleteVersion: "runs.undo_delete_version"
            case .sendAgain: keeps ? "runs.undo_send_again" : "runs.undo_send_again_in_place"
            case .swapFolder: "runs.undo_swap_folder"
            }
        return [words[method], words["runs.undo_first"]]
    }
}
