import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Requests
import Testing

@testable import API

@Suite("Room for uploads", .timeLimit(.minutes(5)))
struct UploadRoomTests {
    @Test func whoFindsNoRoomIsAskedToComeBackAndNothingIsRead() async throws {
        let room = UploadRoom(bytes: 1000)
        var site = TestSite()
        site.limits = APILimits(uploadRoom: room)
        try await room.holding(999, of: nil) { () async throws(Problem) in
            await #expect(throws: Never.self) {
                try await site.test { client in
                    for uri in ["/api/skills", "/api/skills/check"] {
                        let answer = try await client.ask(.post, uri, body: "# x", type: "text/markdown")
                        _ = try answer.problem(.unavailable)
                        #expect(answer.headers[.retryAfter] == "5")
                    }
                }
            }
        }
        #expect(site.plane.uploads.isEmpty)
        try await site.test { client in
            let answer = try await client.ask(.post, "/api/skills", body: "# x", type: "text/markdown")
            #expect(answer.status == .created, "the room is free again")
        }
    }

    @Test func roomIsGivenBackHoweverItEnded() async throws {
        let room = UploadRoom(bytes: 10)
        for _ in 0..<2 {
            let refusal = await refusal { () async throws(Problem) in
                try await room.holding(10, of: nil) { () async throws(Problem) in
                    throw Problem(.internal, "Broken.")
                }
            }
            #expect(refusal?.code == .internal)
        }
        // However small the room, one upload fits.
        try await room.holding(11, of: nil) { () async throws(Problem) in
            let refusal = await refusal { () async throws(Problem) in
                try await room.holding(1, of: "b") { () async throws(Problem) in }
            }
            #expect(refusal?.code == .unavailable)
        }
    }

    /// Slow uploads of one caller leave half of the room to everybody else.
    @Test func oneCallerHoldsHalfOfTheRoom() async throws {
        let room = UploadRoom(bytes: 100)
        func tried(_ bytes: Int, _ caller: String) async -> ProblemCode? {
            await refusal { () async throws(Problem) in
                try await room.holding(bytes, of: caller) { () async throws(Problem) in }
            }?.code
        }
        try await room.holding(40, of: "a") { () async throws(Problem) in
            #expect(await tried(10, "a") == nil)
            #expect(await tried(11, "a") == .unavailable)
            #expect(await tried(60, "b") == nil, "one upload, however large")
            #expect(await tried(61, "b") == .unavailable)
        }
        #expect(await tried(100, "a") == nil)
    }

    private func refusal(_ act: () async throws(Problem) -> Void) async -> Problem? {
        do throws(Problem) {
            try await act()
            return nil
        } catch {
            return error
        }
    }
}
