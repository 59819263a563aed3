import Foundation
import Synchronization

/// Stands between a client and the server, and is as unreliable as a network on request.
package final class Proxy: Sendable {
    package enum Fault: Sendable {
        /// Hangs up as soon as the client says this, which the server hears or does not.
        case hangUp(on: String, serverHears: Bool)
        /// Passes nothing on, either way, and keeps every connection.
        case silence
    }

    package let port: Int
    private let listener: Int32
    private let serverPort: Int
    private let fault = Mutex<Fault?>(nil)
    private let connections = Mutex(0)

    /// - Throws: ``FixtureError`` if no port can be had.
    package init(to serverPort: Int) throws {
        self.serverPort = serverPort
        (listener, port) = try listenOnLoopback()
        let thread = Thread { [self] in accept() }
        thread.start()
    }

    package func set(_ fault: Fault?) {
        self.fault.withLock { $0 = fault }
    }

    /// How many connections there have been.
    package var count: Int { connections.withLock { $0 } }

    /// Accepts nobody any more; what is connected stays so.
    package func close() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { break }
            connections.withLock { $0 += 1 }
            guard let server = try? connectToLoopback(serverPort) else {
                _ = Glibc.close(client)
                continue
            }
            let thread = Thread { [self] in pass(client, server) }
            thread.start()
        }
        _ = Glibc.close(listener)
    }

    private func pass(_ client: Int32, _ server: Int32) {
        defer {
            _ = Glibc.close(client)
            _ = Glibc.close(server)
        }
        var entries = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while poll(&entries, 2, -1) > 0 {
            for (entry, other) in zip(entries, [server, client]) where entry.revents != 0 {
                guard var bytes = receive(from: entry.fd) else { return }
                switch fault.withLock({ $0 }) {
                case nil: break
                case .silence: bytes = []
                case .hangUp(let word, let serverHears):
                    guard other == server, contains(bytes, word) else { break }
                    guard serverHears, send(bytes, to: server) else { return }
                    // Once it has answered it has done what it was told.
                    _ = receive(from: server)
                    return
                }
                guard send(bytes, to: other) else { return }
            }
        }
    }

    private func contains(_ bytes: [UInt8], _ word: String) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(word)
    }

    private func receive(from socket: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    private func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.send(
                socket,
                Array(bytes[sent...]),
                bytes.count - sent,
                Int32(MSG_NOSIGNAL)
            )
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
