import Contract

/// The channels and what they told, as their template reads them.
struct ChannelListModel: Sendable {
    struct Row: Sendable {
        let id: String
        let href: String
        let name: String
        let kind: String
        let place: String
        let state: Chip
        let isOff: Bool
        let last: DeliveryRow?
        /// Nil for whoever may not.
        let test: String?
        let testLabel: String
        let remove: String?
        let removeLabel: String
    }

    struct Tab: Sendable {
        let value: String
        let href: String
        let label: String
        let isActive: Bool
    }

    let rows: [Row]
    let isEmpty: Bool
    let mayAdd: Bool
    /// What was done just now, in a sentence.
    let notice: String?
    /// The same where it went wrong.
    let trouble: String?
    /// Of a webhook that was just made.
    let secret: String?
    let deliveries: [DeliveryRow]
    let hasDeliveries: Bool
    let tabs: [Tab]
    let cursor: String?
    let newest: String
    let next: String?

    init(
        _ channels: [ChannelView],
        _ told: Page<DeliveryView>,
        _ filter: DeliveryFilter,
        saved: SavedChannel?,
        _ visit: Visit
    ) {
        let words = visit.words
        rows = channels.map { Row($0, visit) }
        isEmpty = rows.isEmpty
        mayAdd = visit.isAllowed(.putChannel)
        secret = saved?.signingSecret
        let tested = channels.first { $0.id.rawValue == visit.query["tested"] }?.lastDelivery
        trouble = tested.flatMap { delivery in
            delivery.state == .delivered
                ? nil : words["channels.test_failed", ["error": delivery.error ?? ""]]
        }
        let name =
            saved?.channel.settings.name
            ?? channels.first { $0.id.rawValue == visit.query["saved"] }?.settings.name
        if let name {
            notice = words["channels.saved", ["name": name]]
        } else if visit.query["replayed"] != nil {
            notice = words["channels.replayed"]
        } else {
            notice = tested.flatMap { $0.state == .delivered ? words["channels.test_arrived"] : nil }
        }
        let names = Dictionary(channels.map { ($0.id, $0.settings.name) }) { first, _ in first }
        deliveries = told.items.map { DeliveryRow($0, names, visit) }
        hasDeliveries = !deliveries.isEmpty
        tabs = ([nil] + DeliveryState.allCases.map(Optional.some)).map { state in
            Tab(
                value: state?.rawValue ?? "all",
                href: filter.address(of: state).text + "#deliveries",
                label: words[state.map { "channels.state_\($0.rawValue)" } ?? "channels.state_all"],
                isActive: state == filter.query.state
            )
        }
        cursor = filter.query.page.cursor
        newest = filter.address.text
        next = told.nextCursor.map { filter.address.with("cursor", $0).text }
    }
}

extension ChannelListModel.Row {
    fileprivate init(_ channel: ChannelView, _ visit: Visit) {
        let (words, settings) = (visit.words, channel.settings)
        id = "channel-\(channel.id)"
        href = channel.path
        name = settings.name
        kind = words["channels.kind_\(settings.kind.rawValue)"]
        place = channel.origin ?? settings.recipients.joined(separator: ", ")
        isOff = !settings.enabled
        state = settings.enabled ? Chip(.ok, words["channels.on"]) : Chip(.idle, words["channels.off"])
        last = channel.lastDelivery.map { DeliveryRow($0, [:], visit) }
        test = visit.isAllowed(.testChannel) ? channel.path + "/test" : nil
        testLabel = "\(words["channels.test"]): \(settings.name)"
        remove = visit.isAllowed(.removeChannel) ? channel.path + "/remove" : nil
        removeLabel = "\(words["channels.remove"]): \(settings.name)"
    }
}

extension ChannelView {
    var path: String { "/settings/channels/\(percentEncoded(id.rawValue))" }
}

/// One message on its way, as templates read it.
struct DeliveryRow: Sendable {
    let id: String
    let channel: String
    let what: String
    /// To the alert; nil for a test.
    let alert: String?
    let state: Chip
    let made: Moment
    let tries: String
    /// What went wrong last, in English.
    let error: String?
    let next: Moment?
    /// Nil for whoever may not.
    let replay: String?
    let replayLabel: String

    init(_ delivery: DeliveryView, _ names: [ChannelID: String], _ visit: Visit) {
        let words = visit.words
        id = delivery.id.rawValue
        channel = names[delivery.channel] ?? delivery.channel.rawValue
        let kind = words["channels.told_\(delivery.kind.rawValue)"]
        what = [kind, delivery.title].compactMap(\.self).joined(separator: ": ")
        alert = delivery.alert.map { "/alerts/\($0)" }
        let tone: Chip.Tone =
            switch delivery.state {
            case .pending: delivery.attempts == 0 ? .run : .warn
            case .delivered: .ok
            case .failed, .givenUp: .fail
            }
        state = Chip(tone, words["channels.state_\(delivery.state.rawValue)"])
        made = visit.moment(delivery.createdAt)
        tries = words.counted("channels.tries", delivery.attempts)
        error = delivery.error
        next = delivery.nextAt.map { visit.moment($0) }
        replay = visit.isAllowed(.replayDelivery) ? "/settings/deliveries/\(delivery.id)/replay" : nil
        replayLabel = "\(words["channels.replay"]): \(what)"
    }
}
