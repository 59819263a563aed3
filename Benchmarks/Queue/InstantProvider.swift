import Contract
import Domain

/// A provider that has done everything it is asked for at once.
struct InstantProvider: AdapterSource, ProviderAdapter {
    let kind = ProviderKind.http

    func adapter(for provider: Provider, secret: Secret?) -> any ProviderAdapter { self }

    func faults(in settings: ProviderSettings) -> [Problem.Fault] { [] }

    func perform(_ order: ProviderOrder, journal: any StepJournal) async throws(ProviderFailure)
        -> ProviderOutcome
    {
        switch order.action {
        case .install, .restore: .done(RemoteReference(id: "instant", version: "1"))
        case .remove: .done(nil)
        }
    }

    func readBack(_ remote: RemoteReference, skill: String) async throws(ProviderFailure) -> [BundleFile] {
        throw ProviderFailure(.internal, "It keeps nothing.")
    }

    func inventory() async throws(ProviderFailure) -> [RemoteSkill] { [] }

    func check() {}
}
