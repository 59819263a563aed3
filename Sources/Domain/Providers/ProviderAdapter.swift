package import Contract

/// The one door to a provider: `docs/07-provider-adapter-spec.md`.
package protocol ProviderAdapter: Sendable {
    var kind: ProviderKind { get }

    /// Carries out one order.
    ///
    /// Safe to repeat with the same order: an adapter records a step before each request that changes
    /// something, never sends such a request twice on its own, and when the order carries a step, looks at the
    /// provider first and adopts what it finds.
    ///
    /// - Throws: ``ProviderFailure``; `outcome_unknown` when a changing request was sent and its answer is not
    ///   known. The worker decides from the code whether to try again.
    func perform(_ order: ProviderOrder, journal: any StepJournal) async throws(ProviderFailure)
        -> ProviderOutcome

    /// The files the provider holds, as it would serve them; for comparison with the bundle.
    ///
    /// - Throws: ``ProviderFailure``; `not_found` when it holds nothing, `internal` where it cannot be read.
    func readBack(_ remote: RemoteReference, skill: String) async throws(ProviderFailure) -> [BundleFile]

    /// Everything the provider holds that could be one of Skillyard's skills, page after page.
    ///
    /// Changes nothing. Each page has the time limit of a try; what is listed twice is given once.
    ///
    /// - Throws: ``ProviderFailure``; `internal` where the provider cannot be asked, or lists without an end.
    func inventory() async throws(ProviderFailure) -> [RemoteSkill]

    /// Asks for something cheap that needs the credential.
    func check() async throws(ProviderFailure)
}

/// Makes adapters from settings.
package protocol AdapterSource: Sendable {
    /// - Parameters:
    ///   - provider: Whose settings say where the credential lies.
    ///   - secret: The credential, if it is one that was sealed.
    /// - Returns: The way to the provider.
    /// - Throws: ``ProviderFailure`` when the settings cannot work (`auth_failed` for a missing credential).
    func adapter(for provider: Provider, secret: Secret?) throws(ProviderFailure) -> any ProviderAdapter

    /// Every setting that cannot work, with pointers such as `/base_url`; empty when all is well.
    func faults(in settings: ProviderSettings) -> [Problem.Fault]
}

extension AdapterSource {
    /// For a provider whose credential is not sealed.
    package func adapter(for provider: Provider) throws(ProviderFailure) -> any ProviderAdapter {
        try adapter(for: provider, secret: nil)
    }
}
