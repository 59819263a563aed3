import Contract
import Domain

/// Sends nothing, remembers what it was to send, and answers by a script.
final class ScriptedMessenger: Messenger {
    struct Sent: Sendable {
        let id: DeliveryID
        let channel: String
        let url: String?
        let signingSecret: String?
        let message: ChannelMessage
    }

    private struct State: Sendable {
        var sent: [Sent] = []
        var answers: [String: SendOutcome] = [:]
        var gates: [String: AsyncStream<Void>] = [:]
    }

    private let state = Watched(State())

    var sent: [Sent] { state.value.sent }
    var kinds: [DeliveryKind] { sent.map(\.message.kind) }
    let sendsMail = true

    /// Returns when something was sent.
    func untilSent() async { await state.until { !$0.sent.isEmpty } }

    /// Has the channel of that name answer so from now on; nil for well.
    func answer(_ outcome: SendOutcome?, on channel: String) {
        state.change { $0.answers[channel] = outcome }
    }

    /// Has the channel of that name wait with its answer until the stream ends.
    func hold(_ channel: String) -> AsyncStream<Void>.Continuation {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        state.change { $0.gates[channel] = gate }
        return opening
    }

    func origin(of url: Secret, _ kind: ChannelKind) throws(UnusableAddress) -> String {
        guard url.text.hasPrefix("https://") else {
            throw UnusableAddress(as: "channel_url_scheme", "The address does not begin with https://.")
        }
        let rest = url.text.dropFirst("https://".count)
        return "https://" + rest.prefix { $0 != "/" }
    }

    func send(_ message: OutgoingMessage) async -> SendOutcome {
        let name = message.settings.name
        let (gate, answer) = state.change { state in
            state.sent.append(
                Sent(
                    id: message.id,
                    channel: name,
                    url: message.address?.url.text,
                    signingSecret: message.address?.signingSecret?.text,
                    message: message.message
                )
            )
            return (state.gates[name], state.answers[name])
        }
        if let gate { for await _ in gate {} }
        return answer ?? .accepted(status: 204)
    }
}
