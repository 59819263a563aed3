import AsyncHTTPClient
import Client
import Contract
import NIOCore
import NIOHTTP1
import Synchronization

/// Notes every event that it is shown.
final class EventWitness: Sendable {
    struct Testimony: Sendable {
        var positions: [Int64] = []
        var resyncs = 0
        /// Connections to servers of its own choice.
        var connections = 0
    }

    private let state = Mutex(Testimony())

    var testimony: Testimony { state.withLock(\.self) }

    /// Follows one server, by the product's own client, which connects again whenever the connection is lost.
    func follow(_ server: HTTPControlPlane) async throws {
        for await item in try await server.events(after: 0) { note(item) }
    }

    /// Follows whichever server answers, and goes to the next with `Last-Event-ID` when that one falls silent.
    func follow(anyOf addresses: [String], token: String) async throws {
        var turn = 0
        while !Task.isCancelled {
            let address = addresses[turn % addresses.count]
            turn += 1
            do {
                try await read(from: address, token: token)
            } catch is CancellationError {
                return
            } catch {
                // A server that is down cannot say when it is back.
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func read(from address: String, token: String) async throws {
        var request = HTTPClientRequest(url: address + "/api/events")
        request.headers = [
            "authorization": "Bearer \(token)", "accept": "text/event-stream",
            "last-event-id": "\(testimony.positions.last ?? 0)",
        ]
        let response = try await HTTPClient.shared.execute(request, deadline: .distantFuture)
        guard response.status == .ok else { throw Problem(.unavailable, "\(response.status)") }
        state.withLock { $0.connections += 1 }
        var parser = ServerSentEventParser()
        for try await buffer in response.body {
            for event in parser.feed(buffer.readableBytesView) {
                guard event.name != "resync" else {
                    note(.resync(position: event.id.flatMap { Int64($0) } ?? 0))
                    continue
                }
                note(.event(try JSON.decode(EventView.self, from: event.data.utf8)))
            }
        }
    }

    private func note(_ item: EventFeedItem) {
        state.withLock { state in
            switch item {
            case .event(let event): state.positions.append(event.position)
            case .resync: state.resyncs += 1
            }
        }
    }
}
