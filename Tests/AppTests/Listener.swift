import Foundation
import PostgresFixture

/// Holds a port of the loopback address until its last reference is gone.
final class Listener: Sendable {
    let port: Int
    private let descriptor: Int32

    /// Takes any free port.
    init() throws { (descriptor, port) = try listenOnLoopback() }

    deinit { close(descriptor) }
}
