import Contract
import Domain

/// What there is to tell in tests.
enum Sample {
    static let time = Timestamp(microseconds: 1_795_700_000_000_000)

    static func alert(
        title: String = "Targets failed",
        message: String? = "This request would exceed your rate limit.",
        recoveredAt: Timestamp? = nil
    ) -> AlertView {
        AlertView(
            id: AlertID(rawValue: "019abce0-0001-7a3b-8c4d-5e6f70819a01"),
            rule: AlertRuleID(rawValue: "target-failed"),
            title: title,
            severity: .critical,
            state: recoveredAt == nil ? .open : .recovered,
            cause: AlertCause(
                provider: ProviderID(rawValue: "claude"),
                code: .rateLimited,
                signature: "rate_limit_error"
            ),
            message: message,
            count: 3,
            skills: ["release-notes"],
            openedAt: time,
            lastAt: time,
            recoveredAt: recoveredAt
        )
    }

    static func message(_ kind: DeliveryKind = .opened, _ alert: AlertView? = alert()) -> ChannelMessage {
        let run = ChannelMessage.Run(
            id: RunID(rawValue: "run-1"),
            requestID: "request-1",
            traceID: "4bf92f3577b34da6a3ce929d0e0e4736"
        )
        return ChannelMessage(kind, at: time, alert: kind == .test ? nil : alert, runs: [run])
    }

    static func outgoing(
        _ kind: ChannelKind,
        to url: String? = nil,
        recipients: [String] = [],
        language: ChannelLanguage = .en,
        _ message: ChannelMessage = message()
    ) -> OutgoingMessage {
        OutgoingMessage(
            id: DeliveryID(rawValue: "019abce0-0003-7a3b-8c4d-5e6f70819c01"),
            settings: ChannelSettings(name: "N", kind: kind, language: language, recipients: recipients),
            address: url.map {
                ChannelAddress(
                    url: Secret($0),
                    signingSecret: Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                )
            },
            message: message,
            at: time
        )
    }
}
