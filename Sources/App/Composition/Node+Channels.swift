import Domain
import Messaging

extension Node {
    /// What people are told of alerts with.
    var messenger: any Messenger {
        ChannelMessenger(
            .init(
                publicURL: configuration.identityProvider?.publicURL ?? configuration.publicURL,
                allowsPrivate: configuration.channels.allowsPrivate,
                mail: configuration.channels.mailServer
            )
        )
    }
}
