/// What somebody is told of an alert.
package enum DeliveryKind: String, Codable, CaseIterable, Sendable {
    case opened
    /// It is still open and goes on.
    case repeated
    case recovered
    /// Nobody has looked after it for too long.
    case escalated
    /// Nothing happened: somebody tries the channel.
    case test
}

package enum DeliveryState: String, Codable, CaseIterable, Sendable {
    /// To be tried, or tried again.
    case pending
    case delivered
    /// Refused in a way that trying again does not mend.
    case failed
    /// Tried for as long as it is worth while.
    case givenUp = "given_up"
}

/// One message on its way through one channel.
package struct DeliveryView: Codable, Equatable, Sendable {
    /// The `webhook-id`, which stays the same however often it is sent.
    package let id: DeliveryID
    package let channel: ChannelID
    package let kind: DeliveryKind
    /// Absent for a test.
    package let alert: AlertID?
    /// The alert's; absent for a test.
    package let title: String?
    package let state: DeliveryState
    package let attempts: Int
    package let createdAt: Timestamp
    /// When it is tried next; absent once it has ended.
    package let nextAt: Timestamp?
    package let finishedAt: Timestamp?
    /// What the other side answered last: the status of HTTP or SMTP.
    package let status: Int?
    /// What went wrong last, in words; free of credentials and of what the other side wrote.
    package let error: String?

    package init(
        id: DeliveryID,
        channel: ChannelID,
        kind: DeliveryKind,
        alert: AlertID?,
        title: String?,
        state: DeliveryState,
        attempts: Int,
        createdAt: Timestamp,
        nextAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil,
        status: Int? = nil,
        error: String? = nil
    ) {
        self.id = id
        self.channel = channel
        self.kind = kind
        self.alert = alert
        self.title = title
        self.state = state
        self.attempts = attempts
        self.createdAt = createdAt
        self.nextAt = nextAt
        self.finishedAt = finishedAt
        self.status = status
        self.error = error
    }

    enum CodingKeys: String, CodingKey {
        case id
        case channel
        case kind
        case alert
        case title
        case state
        case attempts
        case createdAt = "created_at"
        case nextAt = "next_at"
        case finishedAt = "finished_at"
        case status
        case error
    }
}

/// Which deliveries to list, newest first.
package struct DeliveryQuery: Equatable, Sendable {
    package var channel: ChannelID?
    package var alert: AlertID?
    package var state: DeliveryState?
    package var page: PageRequest

    package init(
        channel: ChannelID? = nil,
        alert: AlertID? = nil,
        state: DeliveryState? = nil,
        page: PageRequest = .init()
    ) {
        self.channel = channel
        self.alert = alert
        self.state = state
        self.page = page
    }
}
