package import Contract
import FoundationEssentials
import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore
import Requests

/// Takes slash commands and presses of buttons from Slack, and says them in chat as the account that belongs to the user.
///
/// Trust is in the signing secret: whoever knows it can act as every account that the settings name, and as no other.
package struct SlackDoor: Sendable {
    static let maximumBytes = 64 << 10

    let settings: SlackSettings
    let door: any VouchingDoor
    let sender: any SlackSender
    let jobs: SlackJobs
    let followings: SlackJobs
    let logger: Logger
    let now: @Sendable () -> Timestamp
    let wait: @Sendable (Duration) async throws -> Void
    let signature: SlackSignature
    let threads = SlackThreads()
    private let encoder = AnswerEncoder()

    /// - Parameters:
    ///   - settings: The secret, and whose account is whose.
    ///   - door: Lets them in.
    ///   - sender: Brings later answers to Slack.
    ///   - jobs: Carries out what Slack does not wait for.
    ///   - followings: The same for what goes on as long as a run; where they have no room, nobody is told how it goes on.
    ///   - logger: For answers that did not arrive.
    ///   - now: The clock.
    ///   - wait: Lets time pass.
    package init(
        _ settings: SlackSettings,
        door: any VouchingDoor,
        sender: any SlackSender,
        jobs: SlackJobs,
        followings: SlackJobs,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.settings = settings
        self.door = door
        self.sender = sender
        self.jobs = jobs
        self.followings = followings
        self.logger = logger
        self.now = now
        self.wait = wait
        signature = SlackSignature(secret: settings.signingSecret)
    }

    package func addRoutes(to router: Router<APIContext>) {
        router.post("/integrations/slack/commands") { request, context in
            let form = try await form(request, context)
            // Slack looks now and then whether somebody is there.
            if form["ssl_check"] == "1" { return Response(status: .ok) }
            let command = try SlackCommand(form)
            return try answer(await message(for: command, context.requestID))
        }
        router.post("/integrations/slack/interactions") { request, context in
            let press = try SlackPress(try await form(request, context))
            let requestID = context.requestID
            let isTaken = jobs.add { await carryOut(press, requestID) }
            // What Slack shows for a press comes later, by another way.
            guard isTaken else { throw Problem(.unavailable, "Too much is under way.", retryAfterSeconds: 5) }
            return Response(status: .ok)
        }
    }

    /// - Throws: ``Problem`` when it asks too much, or is not from Slack.
    private func form(_ request: Request, _ context: APIContext) async throws -> SlackForm {
        if let refusal = context.standing?.refusal { throw refusal }
        let bytes = try await bytes(of: request)
        try signature.check(request.headers, bytes, at: now())
        return try SlackForm(bytes)
    }

    private func bytes(of request: Request) async throws -> [UInt8] {
        do {
            return Array(try await request.body.collect(upTo: Self.maximumBytes).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem(.payloadTooLarge, "The body may have at most \(Self.maximumBytes) bytes.")
        }
    }

    private func answer(_ message: SlackMessage) throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: MediaType.json.header],
            body: ResponseBody(byteBuffer: try encoder.encode(message))
        )
    }

    func post(_ message: SlackMessage, to speaker: SlackSpeaker) async {
        guard let body = try? encoder.encode(message) else { return }
        guard await !sender.send(Array(body.readableBytesView), to: speaker.answers) else { return }
        logger.notice("an answer did not arrive in Slack", metadata: ["user": "\(speaker.user.id)"])
    }

    /// What the account of whoever speaks may use.
    ///
    /// - Throws: ``SlackMessage`` as a refusal in their words.
    func plane(of speaker: SlackSpeaker, _ requestID: String) async throws(SlackRefusal) -> any ControlPlane {
        guard let account = settings.account(of: speaker.user) else {
            throw SlackRefusal(text: SlackWords.unmapped(speaker.user))
        }
        do throws(Problem) { return try await door.signIn(vouchedFor: account, requestID: requestID) } catch {
            throw SlackRefusal(
                text: error.code == .authenticationRequired ? SlackWords.closed : SlackWords.refused(error)
            )
        }
    }
}

/// Why somebody in Slack gets nothing else.
struct SlackRefusal: Error {
    let text: String
}
