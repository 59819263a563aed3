import API
import Contract
import Crypto
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization

/// Lets the account `mina` in, and nobody else; waits for a word where it is told to.
final class FixtureVouchingDoor: VouchingDoor {
    let plane: FixtureControlPlane
    private let asked = Mutex<[String]>([])
    /// Nil lets in at once.
    let gate: AsyncStream<Void>?

    init(_ plane: FixtureControlPlane, gate: AsyncStream<Void>? = nil) {
        self.plane = plane
        self.gate = gate
    }

    /// For whom, one after the other.
    var accounts: [String] { asked.withLock(\.self) }

    func signIn(vouchedFor account: String, requestID: String) async throws(Problem) -> any ControlPlane {
        asked.withLock { $0.append(account) }
        if let gate { for await _ in gate { break } }
        guard account == "mina" else {
            throw Problem(.authenticationRequired, "No such account may come in.")
        }
        return plane
    }
}

/// Keeps what is sent to Slack later.
final class FixtureSlack: SlackSender {
    struct Sent: Equatable, Sendable {
        let message: String
        let address: String
    }

    /// Each as it is sent.
    let sent: AsyncStream<Sent>
    private let continuation: AsyncStream<Sent>.Continuation

    init() {
        (sent, continuation) = AsyncStream.makeStream()
    }

    func send(_ body: [UInt8], to address: Secret) async -> Bool {
        continuation.yield(Sent(message: String(decoding: body, as: UTF8.self), address: address.text))
        return true
    }

    /// The next messages.
    func next(_ count: Int) async -> [Sent] {
        var found: [Sent] = []
        for await message in sent {
            found.append(message)
            if found.count == count { break }
        }
        return found
    }
}

/// The API with a door to Slack, over the fixtures.
struct SlackSite: Sendable {
    static let secret = "8f742231b10e8888abcd99yyyzzz85a5"
    static let time = "1795000000"
    static let place = "https://hooks.slack.com/commands/1"

    let plane = FixtureControlPlane()
    let slack = FixtureSlack()
    let door: FixtureVouchingDoor
    var wait: @Sendable (Duration) async throws -> Void = { _ in try await Task.sleep(for: .seconds(3600)) }

    init(gate: AsyncStream<Void>? = nil) {
        door = FixtureVouchingDoor(plane, gate: gate)
    }

    /// Runs against the router alone, without sockets.
    func test(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let (jobs, followings) = (SlackJobs(), SlackJobs())
        let accounts = SlackSettings.accounts(in: "U1=mina,T9/U2=mina,U3=gone")
        let slack = SlackDoor(
            SlackSettings(signingSecret: Secret(Self.secret), accounts: accounts ?? [:]),
            door: door,
            sender: slack,
            jobs: jobs,
            followings: followings,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            now: { TestSite.now },
            wait: wait
        )
        let router = try TestSite().site().router()
        slack.addRoutes(to: router)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await jobs.run() }
            group.addTask { await followings.run() }
            try await Application(router: router).test(.router) { try await body($0) }
            group.cancelAll()
        }
    }

    static func signature(_ body: String, time: String = time, secret: String = secret) -> String {
        let key = SymmetricKey(data: Array(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array("v0:\(time):\(body)".utf8), using: key)
        return "v0=" + hexadecimal(code)
    }

    /// A form as Slack sends it for a slash command.
    static func command(_ text: String, user: String = "U1", team: String = "T9") -> String {
        form([
            ("team_id", team), ("channel_id", "C1"), ("user_id", user), ("command", "/skillyard"),
            ("text", text),
            ("response_url", place),
        ])
    }

    /// And for a press of a button.
    static func press(_ action: String, _ value: String, user: String = "U1") -> String {
        form([
            (
                "payload",
                """
                {"type":"block_actions","user":{"id":"\(user)"},"team":{"id":"T9"},"channel":{"id":"C1"},\
                "response_url":"\(place)","actions":[{"action_id":"\(action)","value":"\(value)"}]}
                """
            )
        ])
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { name, value in
            let bytes = value.utf8.map { "%" + hexadecimal([$0]) }
            return "\(name)=\(bytes.joined())"
        }.joined(separator: "&")
    }
}

extension TestClientProtocol {
    func slack(
        _ path: String,
        _ body: String,
        time: String? = SlackSite.time,
        signature: String? = nil
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[header("X-Slack-Request-Timestamp")] = time
        headers[header("X-Slack-Signature")] =
            signature ?? SlackSite.signature(body, time: time ?? SlackSite.time)
        return try await executeRequest(
            uri: "/integrations/slack/\(path)",
            method: .post,
            headers: headers,
            body: ByteBuffer(string: body)
        )
    }
}
