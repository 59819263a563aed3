/// A channel as lists show it: never the address it sends to, nor what it signs with.
package struct ChannelView: Codable, Equatable, Sendable {
    package let id: ChannelID
    package let settings: ChannelSettings
    /// Scheme, host and port of the address it sends to; absent for mail.
    package let origin: String?
    /// Rises by one with every change.
    package let revisionNumber: Int
    package let updatedAt: Timestamp
    package let updatedBy: String
    /// The newest of what it was to tell.
    package let lastDelivery: DeliveryView?

    package init(
        id: ChannelID,
        settings: ChannelSettings,
        origin: String?,
        revisionNumber: Int,
        updatedAt: Timestamp,
        updatedBy: String,
        lastDelivery: DeliveryView? = nil
    ) {
        self.id = id
        self.settings = settings
        self.origin = origin
        self.revisionNumber = revisionNumber
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
        self.lastDelivery = lastDelivery
    }

    package var revision: Revision { Revision(text: String(revisionNumber)) }

    enum CodingKeys: String, CodingKey {
        case id
        case settings
        case origin
        case revisionNumber = "revision"
        case updatedAt = "updated_at"
        case updatedBy = "updated_by"
        case lastDelivery = "last_delivery"
    }
}

/// A channel as it is to become.
package struct ChannelChange: Equatable, Sendable {
    package var settings: ChannelSettings
    /// Where to send to; nil to leave it as it is.
    package var url: Secret?
    /// What a webhook signs with, `whsec_` and at least 24 bytes in base64; nil to leave it as it is, or to have one
    /// made for a new channel.
    package var signingSecret: Secret?

    package init(settings: ChannelSettings, url: Secret? = nil, signingSecret: Secret? = nil) {
        self.settings = settings
        self.url = url
        self.signingSecret = signingSecret
    }
}

extension ChannelChange: Codable {
    enum CodingKeys: String, CodingKey {
        case url
        case signingSecret = "signing_secret"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        settings = try ChannelSettings(from: decoder)
        url = try values.decodeIfPresent(Secret.self, forKey: .url)
        signingSecret = try values.decodeIfPresent(Secret.self, forKey: .signingSecret)
    }

    package func encode(to encoder: any Encoder) throws {
        try settings.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encodeIfPresent(url, forKey: .url)
        try values.encodeIfPresent(signingSecret, forKey: .signingSecret)
    }
}

/// A channel after it was written, with what it signs with if that was made just now: it is shown this once.
package struct SavedChannel: Codable, Equatable, Sendable {
    package let channel: ChannelView
    package let signingSecret: String?

    package init(channel: ChannelView, signingSecret: String? = nil) {
        self.channel = channel
        self.signingSecret = signingSecret
    }

    enum CodingKeys: String, CodingKey {
        case channel
        case signingSecret = "signing_secret"
    }
}

/// The same, and whether the channel is new (201) or changed (200).
package struct ChannelRegistration: Equatable, Sendable {
    package let created: Bool
    package let saved: SavedChannel

    package init(created: Bool, saved: SavedChannel) {
        self.created = created
        self.saved = saved
    }
}

extension Identifier where Of == ChannelView {
    /// Formed like a provider's.
    package var isWellFormed: Bool { ProviderID(rawValue: rawValue).isWellFormed }
}
