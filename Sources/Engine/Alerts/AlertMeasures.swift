import Contract
import Domain
import Store

/// How things stand at a moment, as far as alerts ask for it.
///
/// An age that is nobody's trouble is written down only once after one that was.
struct AlertMeasures {
    /// What waits or runs for less than that is nobody's trouble.
    private static let shortest: Int64 = 60
    /// Workers give a sign of life every few seconds.
    private static let silence = Duration.seconds(60)

    private let connection: any Connection
    private let now: Timestamp

    init(_ connection: any Connection, at now: Timestamp) {
        self.connection = connection
        self.now = now
    }

    func facts() throws -> [AlertFact] {
        let sources = AlertSources(connection)
        return try ages(.queueAge, sources.waiting(at: now)) + ages(.tryAge, sources.running())
            + workers(sources.workers(since: now - Self.silence)) + credentials(sources.credentialEnds())
    }

    private func ages(_ kind: AlertFact.Kind, _ since: [ProviderID: Timestamp]) throws -> [AlertFact] {
        let table = AlertFactTable(connection)
        let known = try table.latestValues(kind)
        return Set(since.keys).union(known.keys).sorted().compactMap { provider in
            let age = since[provider].map { max(0, (now - $0).components.seconds) } ?? 0
            let value = age < Self.shortest ? 0 : age
            guard value > 0 || known[provider] ?? 0 > 0 else { return nil }
            return AlertFact(kind, at: now, provider: provider, value: value)
        }
    }

    /// Once an hour while an end is in sight, which may be for a year, and at once when it has moved.
    private func credentials(_ ends: [ProviderID: Timestamp]) throws -> [AlertFact] {
        let known = try AlertFactTable(connection).latestValues(.credentialLeft)
        return Set(ends.keys).union(known.keys).sorted().compactMap { provider in
            let span = ends[provider].map { CredentialSpan(from: now, to: $0) } ?? .unending
            let last = known[provider].map(CredentialSpan.init(seconds:)) ?? .unending
            guard span.hours != last.hours else { return nil }
            return AlertFact(.credentialLeft, at: now, provider: provider, value: span.seconds)
        }
    }

    /// Always: how many there should be is for rules to say, which may be made later.
    private func workers(_ count: Int64) -> [AlertFact] {
        [AlertFact(.workers, at: now, value: count)]
    }
}

extension AlertFact {
    init(_ verification: AuditVerification, at time: Timestamp) {
        // Without the place of a break: everybody reads alerts, and not everybody may verify the log.
        self.init(.auditChecked, at: time, value: verification.intact ? 1 : 0)
    }
}
