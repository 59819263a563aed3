import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@Suite("Malformed requests")
struct FuzzTests {
    /// SplitMix64 (Steele, Lea and Flood, 2014): the same requests in every run.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }

        mutating func pick<Element>(_ choices: [Element]) -> Element {
            choices[Int.random(in: 0..<choices.count, using: &self)]
        }
    }

    private static let paths = [
        "/api/skills", "/api/skills/check", "/api/skills/release-notes/versions/2",
        "/api/skills/release-notes/versions/2/content", "/api/providers/claude", "/api/install-runs",
        "/api/install-runs/plan", "/api/install-runs/\(TestSite.run)",
        "/api/install-runs/\(TestSite.run)/rollback",
        "/api/installations", "/api/overview", "/api/matrix", "/api/me",
        "/api/skills/release-notes/versions/2/file", "/api/audit", "/api/tokens", "/metrics", "/readyz",
        "/api/events", "/api/chat-ops", "/api/chat-ops/\(TestSite.run)/confirm",
        "/openapi.json",
    ]
    private static let bodies = [
        RouteTests.request, #"{"kind":"claude","display_name":"Claude","options":{"a":"b"},"concurrency":4}"#,
        #"{"name":"ci","role":"operator","expires_at":"2027-01-01T00:00:00Z"}"#, #"{"reason":"because"}"#,
        #"{"text":"install release-notes on claude","locale":"ko"}"#,
        "--XX\r\nContent-Disposition: form-data; name=\"bundle\"; filename=\"a.zip\"\r\n\r\nPK\r\n--XX--\r\n",
    ]
    private static let types = [
        "application/json", "multipart/form-data; boundary=XX", "application/zip", "text/markdown",
        "text/plain",
        "application/json; charset=\"", ";;=;", "multipart/form-data; boundary=\"",
    ]
    private static let queries = [
        "", "?", "?limit=0", "?limit=99999999999999999999", "?cursor=%00", "?%ff=%fe", "?last_event_id=x",
        "?=&&==",
        "?q=%", "?status=done&status=failed", "?created_after=2026-02-30T99:00:00Z", "?reason=",
        "?order=\u{1F600}", "?range=1h", "?path=SKILL.md", "?path=%2e%2e%2f%00",
    ]
    private static let methods: [HTTPRequest.Method] = [
        .get, .post, .put, .delete, .patch, .head, .options, .trace,
    ]

    @Test("10,000 malformed requests: no 5xx, and every refusal is a problem document (API-01)")
    func noRequestBreaksTheServer() async throws {
        try await TestSite().test { client in
            var dice = Dice(state: 20_261_122)
            for _ in 0..<10_000 {
                let method = dice.pick(Self.methods)
                let path = Self.mangled(dice.pick(Self.paths), &dice)
                // A good request for events would be answered without end.
                let query = path.hasPrefix("/api/events") ? "?last_event_id=x" : dice.pick(Self.queries)
                let body = ByteBuffer(bytes: Self.mangled(Array(dice.pick(Self.bodies).utf8), &dice))
                let answer = try await client.executeRequest(
                    uri: path + query,
                    method: method,
                    headers: Self.headers(&dice),
                    body: body
                )
                #expect(answer.status.code < 500, "\(method) \(path)\(query)")
                guard answer.status.code >= 400, method != .head else { continue }
                let problem = try JSON.decode(Problem.self, from: answer.body.readableBytesView)
                #expect(problem.status == Int(answer.status.code))
                #expect(problem.requestID == answer.headers[requestIDHeader])
            }
        }
    }

    private static func headers(_ dice: inout Dice) -> HTTPFields {
        var headers: HTTPFields = [.contentType: dice.pick(types)]
        if dice.next() % 16 > 0 { headers[.authorization] = "Bearer \(FixtureFrontDoor.token)" }
        if dice.next() % 8 == 0 { headers[.accept] = dice.pick(["text/html", ",,;", "*/*;q=", "\u{7F}"]) }
        if dice.next() % 8 == 0 { headers[header("Idempotency-Key")] = dice.pick(["", " ", "한", "k"]) }
        if dice.next() % 8 == 0 { headers[.ifNoneMatch] = dice.pick(["*", "\"", "W/\"x\""]) }
        return headers
    }

    private static func mangled(_ path: String, _ dice: inout Dice) -> String {
        guard dice.next() % 4 == 0 else { return path }
        var bytes = Array(path.utf8)
        let place = Int.random(in: 1..<bytes.count, using: &dice)
        bytes.replaceSubrange(
            place..<place,
            with: Array(dice.pick(["%", "%00", "/", "..", "%2e%2e%2f", "{", "\u{FFFD}", "*"]).utf8)
        )
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Cuts, repeats and overwrites some bytes.
    private static func mangled(_ body: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var bytes = body
        for _ in 0..<Int.random(in: 0...4, using: &dice) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &dice)
            switch dice.next() % 4 {
            case 0: bytes.removeSubrange(place...)
            case 1: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
            case 2:
                bytes.insert(
                    contentsOf: Array(dice.pick(["null", "[", "{}", "1e999", "\\ud800", "\""]).utf8),
                    at: place
                )
            default: bytes.remove(at: place)
            }
        }
        return bytes
    }
}
