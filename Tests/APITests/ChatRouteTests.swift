import API
import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct ChatRouteTests {
    private static let turn = "/api/chat-ops/\(TestSite.run)"
    static let successes: [RouteTests.Success] = [
        .init(
            method: .post,
            uri: "/api/chat-ops",
            body: #"{"text":"install release-notes on claude"}"#,
            status: 200,
            fixture: "sayChat"
        ),
        .init(
            method: .post,
            uri: turn + "/confirm",
            body: #"{"plan_hash":"h"}"#,
            status: 200,
            fixture: "confirmChat"
        ),
        .init(method: .post, uri: turn + "/dismiss", status: 200, fixture: "dismissChat"),
        .init(method: .get, uri: "/api/chat-ops/threads?limit=5", status: 200, fixture: "listChatThreads"),
        .init(
            method: .get,
            uri: "/api/chat-ops/threads/\(TestSite.run)",
            status: 200,
            fixture: "getChatThread"
        ),
        .init(
            method: .get,
            uri: "/api/chat-ops/commands?locale=ko",
            status: 200,
            fixture: "listChatCommands"
        ),
    ]

    private static let long = String(repeating: "가", count: ChatMessage.maximumLength)
    private static let faults: [(body: String, faults: [String])] = [
        ("{}", ["/text required"]), (#"{"text":""}"#, ["/text length"]),
        (#"{"text":"\#(long)."}"#, ["/text length"]), (#"{"text":"a\nb"}"#, ["/text format"]),
        (
            #"{"text":1,"thread":"x","locale":"fr","about":"019ABCDE-f012-7a3b-8c4d-5e6f708192a3","role":"admin"}"#,
            ["/about format", "/locale choice", "/role unknown", "/text type", "/thread format"]
        ),
        (
            #"{"text":"어제","utc_offset":"KST"}"#, ["/utc_offset format"]
        ),
    ]

    @Test("every fault of a line is named", arguments: faults)
    func namesEveryFault(_ body: String, _ faults: [String]) async throws {
        let site = TestSite()
        try await site.test { client in
            let problem = try await client.ask(.post, "/api/chat-ops", body: body).problem(.validationFailed)
            #expect(problem.errors.map { "\($0.pointer) \($0.code)" }.sorted() == faults)
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func aLineOfTheGreatestLengthIsTaken() async throws {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(.post, "/api/chat-ops", body: #"{"text":"\#(Self.long)"}"#)
            #expect(answer.status == .ok)
        }
        #expect(site.plane.calls == ["say - \(Self.long)"])
    }

    @Test func whereItWasSaidAndInWhichLanguageArrives() async throws {
        let site = TestSite()
        let run = TestSite.run
        try await site.test { client in
            let body =
                #"{"text":"이거 왜 실패했어?","thread":"\#(run)","locale":"ko","about":"\#(run)","utc_offset":"+09:00"}"#
            _ = try await client.ask(.post, "/api/chat-ops", body: body)
            _ = try await client.ask(.get, "/api/chat-ops/commands")
        }
        #expect(site.plane.calls == ["say \(run) ko \(run) +09:00 이거 왜 실패했어?", "chatCommands en"])
    }

    @Test("a confirmation names the plan that was shown (CH-02)")
    func confirmation() async throws {
        let site = TestSite()
        try await site.test { client in
            let bare = try await client.ask(.post, Self.turn + "/confirm", body: "{}")
            #expect(try bare.problem(.validationFailed).errors.map(\.pointer) == ["/plan_hash"])
            let more = #"{"plan_hash":"h","text":"install all"}"#
            let wide = try await client.ask(.post, Self.turn + "/confirm", body: more)
            #expect(try wide.problem(.validationFailed).errors.map(\.pointer) == ["/text"])
            #expect(site.plane.calls.isEmpty)
            _ = try await client.ask(.post, Self.turn + "/confirm", body: #"{"plan_hash":"h"}"#)
        }
        #expect(site.plane.calls == ["confirmChat \(TestSite.run) h"])
    }

    @Test func whatIsNoTurnOrThreadIsNotFound() async throws {
        let site = TestSite()
        try await site.test { client in
            for uri in ["/api/chat-ops/last/confirm", "/api/chat-ops/last/dismiss"] {
                _ = try await client.ask(.post, uri, body: #"{"plan_hash":"h"}"#).problem(.notFound)
            }
            _ = try await client.ask(.get, "/api/chat-ops/threads/last").problem(.notFound)
            _ = try await client.ask(.get, "/api/chat-ops").problem(.methodNotAllowed)
        }
        #expect(site.plane.calls.isEmpty)
    }

    @Test func aLineThroughNoKnownDoorIsRefused() async throws {
        let site = TestSite()
        try await site.test { client in
            let headers: HTTPFields = [header("X-Skillyard-Source"): "fax"]
            for (uri, body) in [
                ("/api/chat-ops", #"{"text":"help"}"#), (Self.turn + "/confirm", #"{"plan_hash":"h"}"#),
                (Self.turn + "/dismiss", "{}"),
            ] {
                let answer = try await client.ask(.post, uri, body: body, headers: headers)
                let pointers = try answer.problem(.validationFailed).errors.map(\.pointer)
                #expect(pointers == ["header:X-Skillyard-Source"])
            }
        }
        #expect(site.plane.calls.isEmpty)
    }
}
