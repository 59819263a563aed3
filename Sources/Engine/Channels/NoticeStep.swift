import Contract
import Domain
import Store

/// What there is to tell, made into a message for each channel that tells it.
struct NoticeStep {
    /// Notices in one transaction.
    private static let batch = 100

    private let connection: any Connection
    private let now: Timestamp
    /// Alerts that there was something to tell of, and that this program cannot read.
    private(set) var unreadable: [AlertID] = []

    init(_ connection: any Connection, at now: Timestamp) {
        self.connection = connection
        self.now = now
    }

    /// Whether there is something to read on in, or it was never begun.
    func hasMore() throws -> Bool {
        guard let position = try NoticeProgressTable(connection).find() else { return true }
        return try !AlertTable(connection).notices(after: position, limit: 1).isEmpty
    }

    /// Reads on in the notices.
    ///
    /// - Returns: Whether there may be more.
    /// - Throws: ``StoreError``
    mutating func readOn() throws -> Bool {
        let progress = NoticeProgressTable(connection)
        guard let position = try progress.find() else {
            try progress.begin()
            return false
        }
        let notices = try AlertTable(connection).notices(after: position, limit: Self.batch)
        guard let last = notices.last, try progress.save(last.position, from: position) else { return false }
        let channels = try ChannelTable(connection).readable().filter(\.settings.enabled)
        for (_, notice) in notices where !channels.isEmpty {
            guard let alert = try alert(of: notice) else { continue }
            try tell(DeliveryKind(notice.kind), alert, at: notice.at, to: channels)
        }
        return notices.count == Self.batch
    }

    /// Nil for one that is gone, or that cannot be read: the notices after it are told all the same.
    private mutating func alert(of notice: AlertNotice) throws -> AlertView? {
        do {
            let alert = try AlertTable(connection).find(notice.alert, at: now)
            return notice.kind == .recovered ? alert : alert?.asBeforeRecovery
        } catch StoreError.corrupt {
            unreadable.append(notice.alert)
            return nil
        }
    }

    /// Makes a message of every alert that has escalated on a channel since the last look.
    func escalate() throws {
        for (channel, alert) in try unattended() { try tell(.escalated, alert, at: now, to: [channel]) }
    }

    /// The alerts that have escalated by now, each with a channel that has not told of it.
    func unattended() throws -> [(channel: StoredChannel, alert: AlertView)] {
        var found: [(StoredChannel, AlertView)] = []
        for channel in try ChannelTable(connection).readable() {
            guard channel.settings.enabled, channel.settings.escalateMinutes != nil else { continue }
            let alerts = try AlertTable(connection).unattended(
                by: channel.settings,
                toldBy: channel.id,
                at: now,
                limit: Self.batch
            )
            found += alerts.filter { channel.settings.escalates($0, at: now) }.map { (channel, $0) }
        }
        return found
    }

    private func tell(
        _ kind: DeliveryKind,
        _ alert: AlertView,
        at time: Timestamp,
        to channels: [StoredChannel]
    ) throws {
        let table = DeliveryTable(connection)
        let concerned = try channels.filter { channel in
            let hasEscalated =
                channel.settings.onlyEscalated ? try table.hasEscalated(alert.id, on: channel.id) : false
            return channel.settings.tells(kind, of: alert, hasEscalated: hasEscalated)
        }
        guard !concerned.isEmpty else { return }
        let runs = try NoticeProgressTable(connection).runs(of: alert)
        let message = ChannelMessage(kind, at: time, alert: alert, runs: runs)
        try table.append(
            concerned.map { channel in
                StoredDelivery(
                    id: .make(at: now),
                    channel: channel.id,
                    message: message,
                    createdAt: now,
                    course: DeliveryCourse(at: now)
                )
            }
        )
    }
}

extension AlertView {
    /// As it was when it opened or was seen again, whatever became of it since: an alert that opens is not over.
    fileprivate var asBeforeRecovery: AlertView {
        guard state == .recovered else { return self }
        return AlertView(
            id: id,
            rule: rule,
            title: title,
            severity: severity,
            state: .open,
            cause: cause,
            message: message,
            count: count,
            skills: skills,
            openedAt: openedAt,
            lastAt: lastAt
        )
    }
}

extension DeliveryKind {
    fileprivate init(_ kind: AlertNotice.Kind) {
        switch kind {
        case .opened: self = .opened
        case .repeated: self = .repeated
        case .recovered: self = .recovered
        }
    }
}
