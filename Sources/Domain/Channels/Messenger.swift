package import Contract

/// One message to be sent now.
package struct OutgoingMessage: Sendable {
    /// The same for every try.
    package let id: DeliveryID
    package let settings: ChannelSettings
    /// Nil for mail.
    package let address: ChannelAddress?
    package let message: ChannelMessage
    /// When it is sent.
    package let at: Timestamp

    package init(
        id: DeliveryID,
        settings: ChannelSettings,
        address: ChannelAddress?,
        message: ChannelMessage,
        at: Timestamp
    ) {
        self.id = id
        self.settings = settings
        self.address = address
        self.message = message
        self.at = at
    }
}

/// What became of one try.
package enum SendOutcome: Equatable, Sendable {
    /// With the status of HTTP or SMTP.
    case accepted(status: Int)
    /// Sending the same again would come to the same; `detail` is for people, and free of what the other side wrote.
    case refused(status: Int?, detail: String)
    /// May go better later, and not before `retryAfter`.
    case trouble(status: Int?, detail: String, retryAfter: Duration? = nil)
}

/// Sends messages: what knows HTTP, SMTP and how each kind of channel wants to be spoken to.
package protocol Messenger: Sendable {
    /// Scheme, host and port of an address.
    ///
    /// - Throws: ``UnusableAddress`` when nothing may be sent there.
    func origin(of url: Secret, _ kind: ChannelKind) throws(UnusableAddress) -> String
    /// Whether this server has somebody to hand mail to.
    var sendsMail: Bool { get }
    /// Sends a message once; takes no longer than two minutes.
    func send(_ message: OutgoingMessage) async -> SendOutcome
}

/// Why nothing may be sent to an address, in a sentence for people.
package struct UnusableAddress: Error, Equatable, Sendable {
    package let variant: String
    package let detail: Phrase

    package init(as variant: String, _ detail: Phrase) {
        self.variant = variant
        self.detail = detail
    }
}
