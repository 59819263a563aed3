import Contract
import Domain
import NIOCore

/// One try of an order: its deadline, its journal and the permission to change something.
struct Attempt: Sendable {
    let order: ProviderOrder
    let journal: any StepJournal
    let deadline: NIODeadline
    let now: @Sendable () -> Timestamp

    init(_ order: ProviderOrder, journal: any StepJournal, now: @escaping @Sendable () -> Timestamp) {
        self.order = order
        self.journal = journal
        self.now = now
        deadline = .after(order.timeLimit)
    }

    var mayWrite: Bool { order.mayWrite }

    /// Makes a step durable before the request it announces.
    ///
    /// - Throws: ``ProviderFailure``: `canceled` when nothing may be changed any more, `lease_lost`,
    ///   `provider_unavailable` when the work is being stopped.
    func begin(_ name: String, _ data: [String: String], at time: Timestamp? = nil)
        async throws(ProviderFailure)
    {
        try requireWriting()
        if Task.isCancelled { throw TransportFailure.interrupted }
        try await journal.record(StepRecord(name: name, at: time ?? now(), data: data))
    }

    func requireWriting() throws(ProviderFailure) {
        guard mayWrite else {
            throw ProviderFailure(.canceled, "It was canceled before it took effect at the provider.")
        }
    }
}

extension NIODeadline {
    static func after(_ limit: Duration) -> NIODeadline {
        .now() + .nanoseconds(limit.wholeMicroseconds.multipliedReportingOverflow(by: 1000).partialValue)
    }
}

/// Runs a request, reading "there is no such thing" as nil.
func unlessGone<Value>(
    _ body: () async throws(ProviderFailure) -> Value
) async throws(ProviderFailure) -> Value? {
    do {
        return try await body()
    } catch {
        guard error.code == .notFound else { throw error }
        return nil
    }
}
