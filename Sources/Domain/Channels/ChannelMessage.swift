package import Contract

/// What somebody is told, as things were when it was to be told: it stays the same however often it is sent.
package struct ChannelMessage: Codable, Equatable, Sendable {
    /// A run that the alert is about.
    package struct Run: Codable, Equatable, Sendable {
        package let id: RunID
        /// Of the request that started it or had it tried again, as the audit log and the server's log have it.
        package let requestID: String?
        /// Of the trace of that request; messages of before have none.
        package let traceID: String?

        package init(id: RunID, requestID: String?, traceID: String? = nil) {
            self.id = id
            self.requestID = requestID
            self.traceID = traceID
        }

        enum CodingKeys: String, CodingKey {
            case id
            case requestID = "request_id"
            case traceID = "trace_id"
        }
    }

    package let kind: DeliveryKind
    package let at: Timestamp
    /// Nil for a test.
    package let alert: AlertView?
    /// The newest of them.
    package let runs: [Run]

    package static let shownRuns = 5

    package init(_ kind: DeliveryKind, at: Timestamp, alert: AlertView?, runs: [Run] = []) {
        self.kind = kind
        self.at = at
        self.alert = alert
        self.runs = runs
    }
}

/// Where a channel sends to and what it signs with: kept sealed.
package struct ChannelAddress: Codable, Equatable, Sendable {
    package var url: Secret
    /// Of a webhook.
    package var signingSecret: Secret?

    package init(url: Secret, signingSecret: Secret? = nil) {
        self.url = url
        self.signingSecret = signingSecret
    }

    enum CodingKeys: String, CodingKey {
        case url
        case signingSecret = "signing_secret"
    }
}
