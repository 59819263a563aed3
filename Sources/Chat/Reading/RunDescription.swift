/// What a line says of the run it speaks of: what it did, and how it ended.
struct RunDescription {
    /// Of ``ChatContext/Run/action``; none when it does not say.
    private let actions: Set<String>
    private let statuses: Set<String>
    /// Whether it says what no run tells of itself: that it was approved, or tried again.
    let isUnknowable: Bool
    private let wasCanceled: Bool

    init(_ sentence: Sentence) {
        let deeds = Set(sentence.acts.compactMap(Self.deed))
        actions = Set(deeds.compactMap { Self.actions[$0] })
        isUnknowable = deeds.contains { Self.actions[$0] == nil && $0 != .cancel }
        var statuses = Set(sentence.runStates)
        if statuses.contains("failed") { statuses.insert("partial_failed") }
        wasCanceled = deeds.contains(.cancel)
        if wasCanceled { statuses.formUnion(Self.canceled) }
        if sentence.has(.ongoing) { statuses.formUnion(["running", "queued"]) }
        self.statuses = statuses
    }

    private static let actions: [Act: String] = [
        .install: "install", .uninstall: "uninstall", .rollback: "rollback",
    ]

    private static let canceled: Set<String> = ["canceled", "cancelled"]

    /// "The uninstall", 삭제한, 롤백된: a change that is spoken of and not asked for.
    private static func deed(_ term: Term) -> Act? {
        guard let (act, mood) = term.act, act.isChange, [.nominal, .adnominal, .passive].contains(mood) else {
            return nil
        }
        return act
    }

    /// Whether it says no more than "last", "failed" and "running" do.
    var isPlain: Bool {
        guard actions.isEmpty, !isUnknowable else { return false }
        return statuses.isSubset(of: ["running", "queued"]) || statuses == ["failed", "partial_failed"]
    }

    func fits(_ run: ChatContext.Run) -> Bool {
        (actions.isEmpty || run.action.map(actions.contains) ?? false)
            && (statuses.isEmpty || statuses.contains(run.status))
    }

    /// Whether a run that is named may be such a one: what is not known of it is not held against it.
    func mayBe(_ run: ChatContext.Run?) -> Bool {
        if wasCanceled, let status = run?.status, !Self.canceled.contains(status) { return false }
        guard let action = run?.action, !actions.isEmpty else { return true }
        return actions.contains(action)
    }
}
