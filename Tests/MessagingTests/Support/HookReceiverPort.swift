import NIOCore
import NIOPosix

/// Somebody who takes connections and says nothing.
enum HookReceiverPort {
    static func silent() async throws -> Int {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        return channel.localAddress?.port ?? 0
    }
}
