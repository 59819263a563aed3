import Contract
import Domain
import Synchronization

/// Providers that do what a test says, and remember everything that was asked of them.
///
/// Unless told otherwise they do as ordered at once: each change is recorded as a step first.
final class ScriptedProviders: AdapterSource {
    typealias Script =
        @Sendable (ProviderOrder, any StepJournal) async throws(ProviderFailure) -> ProviderOutcome

    struct Call: Equatable, Sendable {
        let provider: ProviderID
        let order: ProviderOrder
    }

    struct Record: Sendable {
        var calls: [Call] = []
        var open: [ProviderID: Int] = [:]
        var mostOpen: [ProviderID: Int] = [:]
        var ended = 0

        func calls(to provider: ProviderID) -> [Call] { calls.filter { $0.provider == provider } }
    }

    let record = Watched(Record())
    private let scripts = Mutex<[ProviderID: Script]>([:])
    private let checks = Mutex<[ProviderID: ProviderFailure]>([:])
    private let hasKey = Mutex(false)
    private let places = Mutex<[ProviderID: Place]>([:])
    private let given = Mutex<[ProviderID: [Secret?]]>([:])

    var calls: [Call] { record.value.calls }

    func on(_ provider: ProviderID, _ script: @escaping Script) {
        scripts.withLock { $0[provider] = script }
    }

    /// Throws these one after the other, then does as ordered.
    func fail(_ provider: ProviderID, _ failures: ProviderFailure...) {
        let left = Mutex(failures[...])
        on(provider) { order, journal throws(ProviderFailure) in
            if let failure = left.withLock({ $0.popFirst() }) { throw failure }
            return try await ScriptedProviders.obey(order, journal)
        }
    }

    /// From now on `env:MISSING` can be read.
    func addMissingKey() {
        hasKey.withLock { $0 = true }
    }

    func failChecks(of provider: ProviderID, _ failure: ProviderFailure?) {
        checks.withLock { $0[provider] = failure }
    }

    /// What a provider holds, for whoever reads it back.
    struct Place: Sendable {
        var held: [RemoteSkill] = []
        /// By their id there; what has none cannot be read.
        var contents: [String: [BundleFile]] = [:]
        /// Thrown instead of a list.
        var failure: ProviderFailure?
        /// Run before the list is given.
        var meanwhile: (@Sendable () async -> Void)?
    }

    func place(_ provider: ProviderID, _ change: (inout Place) -> Void) {
        places.withLock { change(&$0[provider, default: Place()]) }
    }

    fileprivate func inventory(_ provider: ProviderID) async throws(ProviderFailure) -> [RemoteSkill] {
        let place = places.withLock { $0[provider] } ?? Place()
        await place.meanwhile?()
        if let failure = place.failure { throw failure }
        return place.held
    }

    fileprivate func content(_ id: String, _ provider: ProviderID) throws(ProviderFailure) -> [BundleFile] {
        let place = places.withLock { $0[provider] } ?? Place()
        if let content = place.contents[id] { return content }
        let isListed = place.held.contains { $0.reference.id == id }
        throw ProviderFailure(isListed ? .internal : .notFound, "It cannot be read.")
    }

    /// The sealed credentials that adapters of a provider were made with, in order.
    func secrets(of provider: ProviderID) -> [Secret?] { given.withLock { $0[provider] ?? [] } }

    func adapter(for provider: Provider, secret: Secret?) throws(ProviderFailure) -> any ProviderAdapter {
        given.withLock { $0[provider.id, default: []].append(secret) }
        if provider.settings.credential == "env:MISSING", !hasKey.withLock(\.self) {
            throw ProviderFailure(.authFailed, "No credential.")
        }
        return Adapter(id: provider.id, kind: provider.settings.kind, providers: self)
    }

    func faults(in settings: ProviderSettings) -> [Problem.Fault] {
        guard settings.baseURL == "nonsense" else { return [] }
        return [.init(pointer: "/base_url", code: "url", detail: "That is no address.")]
    }

    fileprivate func perform(
        _ call: Call,
        _ journal: any StepJournal
    ) async throws(ProviderFailure) -> ProviderOutcome {
        record.change { record in
            record.calls.append(call)
            record.open[call.provider, default: 0] += 1
            let most = max(record.mostOpen[call.provider] ?? 0, record.open[call.provider] ?? 0)
            record.mostOpen[call.provider] = most
        }
        defer {
            record.change { record in
                record.open[call.provider, default: 0] -= 1
                record.ended += 1
            }
        }
        guard let script = scripts.withLock({ $0[call.provider] }) else {
            return try await Self.obey(call.order, journal)
        }
        return try await script(call.order, journal)
    }

    fileprivate func check(_ provider: ProviderID) throws(ProviderFailure) {
        if let failure = checks.withLock({ $0[provider] }) { throw failure }
    }

    /// Does as ordered; sends nothing when it must not write.
    @Sendable
    static func obey(_ order: ProviderOrder, _ journal: any StepJournal) async throws(ProviderFailure)
        -> ProviderOutcome
    {
        guard order.mayWrite else { throw ProviderFailure(.canceled, "Nothing had happened.") }
        try await journal.record(step(of: order))
        return result(of: order)
    }

    static func step(of order: ProviderOrder) -> StepRecord {
        let name =
            switch order.action {
            case .install: "create"
            case .remove: "delete"
            case .restore: "flip_default"
            }
        return StepRecord(name: name, at: ManualClock.start, data: ["task": order.task.rawValue])
    }

    static func result(of order: ProviderOrder) -> ProviderOutcome {
        switch order.action {
        case .install(let bundle, _):
            .done(RemoteReference(id: "remote-\(bundle.name)", version: "\(bundle.version)"))
        case .remove: .done(nil)
        case .restore(_, _, let previous): .done(previous)
        }
    }
}

private struct Adapter: ProviderAdapter {
    let id: ProviderID
    let kind: ProviderKind
    let providers: ScriptedProviders

    func perform(_ order: ProviderOrder, journal: any StepJournal) async throws(ProviderFailure)
        -> ProviderOutcome
    {
        try await providers.perform(.init(provider: id, order: order), journal)
    }

    func readBack(_ remote: RemoteReference, skill: String) async throws(ProviderFailure) -> [BundleFile] {
        try providers.content(remote.id, id)
    }

    func inventory() async throws(ProviderFailure) -> [RemoteSkill] { try await providers.inventory(id) }

    func check() async throws(ProviderFailure) { try providers.check(id) }
}
