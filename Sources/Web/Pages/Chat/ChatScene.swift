import Contract

/// What turns are shown with: for whom, where, and what providers are called.
struct ChatScene: Sendable {
    let visit: Visit
    let place: ChatPlace
    let providers: ProviderNames
    /// Whether reading goes on at the answer.
    let takesFocus: Bool

    var words: Words { visit.words }

    /// Providers are looked up only where turns name some.
    init(
        _ visit: Visit,
        _ place: ChatPlace,
        _ turns: [ChatTurn],
        _ plane: any ControlPlane,
        takesFocus: Bool = false
    ) async throws {
        (self.visit, self.place, self.takesFocus) = (visit, place, takesFocus)
        let isNaming = turns.contains(where: \.namesProviders) && visit.isAllowed(.readProviders)
        providers = isNaming ? await plane.providerNames() : ProviderNames([])
    }
}

extension ChatTurn {
    fileprivate var namesProviders: Bool {
        proposal?.targets != nil || reply.plan != nil || reply.installations != nil || reply.alerts != nil
            || reply.preflights != nil
    }
}
