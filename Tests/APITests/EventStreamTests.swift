import API
import AsyncHTTPClient
import Contract
import Fixtures
import Foundation
import NIOCore
import Testing

@Suite("Server-sent events", .timeLimit(.minutes(5)))
struct EventStreamTests {
    /// Collects the stream until `text` has come.
    private func read(
        _ stream: some AsyncSequence<ByteBuffer, any Error>,
        until text: String
    ) async throws -> String {
        var all = ""
        for try await buffer in stream {
            all += String(buffer: buffer)
            if all.contains(text) { break }
        }
        return all
    }

    @Test func afterAPositionTheMissedEventsComeFirstAndInOrder() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            for (query, header) in [("?last_event_id=118", nil), ("?last_event_id=7", "118")]
                as [(String, String?)]
            {
                let text = try await read(
                    try await live.follow(query, lastEventID: header),
                    until: "id: 120\n"
                )
                #expect(text.hasPrefix("retry: 1000\n: connected\n\n"))
                let ids = text.split(separator: "\n").filter { $0.hasPrefix("id: ") }
                #expect(ids == ["id: 119", "id: 120"])
                #expect(text.contains("event: task.changed\ndata: {"))
            }
        }
        #expect(site.plane.calls == ["events 118", "events 118"])
    }

    @Test func eventsComeAsTheyHappenAndAResyncIsPassedOn() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            let stream = try await live.follow()
            for item in try Fixtures.events() { site.plane.publish(item) }
            let text = try await read(stream, until: "\"position\":900}\n\n")
            #expect(
                text
                    == String(decoding: try Fixtures.bytes("streamEvents.sse"), as: UTF8.self)
                    .withoutHeartbeat
            )
        }
    }

    @Test func aSilentStreamSaysThatItLives() async throws {
        let (ticks, clock) = AsyncStream.makeStream(of: Void.self)
        var site = TestSite()
        site.limits = APILimits(untilHeartbeat: {
            var ticks = ticks.makeAsyncIterator()
            guard await ticks.next() != nil else { throw CancellationError() }
        })
        let plane = site.plane
        try await LiveSite.serving(try site.site().router()) { live in
            let stream = try await live.follow()
            clock.yield()
            #expect(try await read(stream, until: "still here").hasSuffix(": still here\n\n"))
        }
        #expect(plane.calls == ["events -"])
    }

    /// A stream outlives the request that was signed in.
    @Test func aRevokedTokenEndsTheStreamAtTheNextHeartbeat() async throws {
        let (ticks, clock) = AsyncStream.makeStream(of: Void.self)
        var site = TestSite()
        site.limits = APILimits(untilHeartbeat: {
            var ticks = ticks.makeAsyncIterator()
            guard await ticks.next() != nil else { throw CancellationError() }
        })
        let plane = site.plane
        try await LiveSite.serving(try site.site().router()) { live in
            let stream = try await live.follow()
            var text = ""
            for try await buffer in stream {
                text += String(buffer: buffer)
                if text.hasSuffix("connected\n\n") {
                    clock.yield()
                } else {
                    plane.revokeTheToken()
                    clock.yield()
                }
            }
            #expect(text == "retry: 1000\n: connected\n\n: still here\n\n")
            #expect(await plane.droppedFeeds.first { true } != nil)
        }
    }

    @Test func aClientThatGoesAwayEndsItsFeed() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            _ = try await read(try await live.follow(), until: "connected")
            #expect(await site.plane.droppedFeeds.first { true } != nil)
        }
    }

    @Test func aGracefulShutdownEndsTheStream() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            let stream = try await live.follow()
            await live.shutDown()
            #expect(try await read(stream, until: "never") == "retry: 1000\n: connected\n\n")
        }
    }
}

extension String {
    fileprivate var withoutHeartbeat: String { replacing(": still here\n\n", with: "") }
}
