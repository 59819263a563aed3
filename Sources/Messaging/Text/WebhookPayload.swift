import Contract
import Domain

/// What a program is told: the alert as the API shows it, and the runs it is about.
///
/// The form is that of the Standard Webhooks: a type, a time and the data.
struct WebhookPayload: Encodable {
    struct Content: Encodable {
        let alert: AlertView?
        let runs: [ChannelMessage.Run]
        /// To the pages.
        let url: String?
        /// The heading of the runbook that says what to do; nil for a rule that somebody made.
        let runbook: String?
    }

    /// `alert.opened` and so on; `channel.test` for a test.
    let type: String
    let timestamp: Timestamp
    let data: Content

    init(_ message: ChannelMessage, publicURL: String?) {
        type = message.kind == .test ? "channel.test" : "alert.\(message.kind.rawValue)"
        timestamp = message.at
        data = Content(
            alert: message.alert,
            runs: message.runs,
            url: publicURL.map { $0 + "/alerts" },
            runbook: message.alert?.rule.runbookAnchor
        )
    }
}
