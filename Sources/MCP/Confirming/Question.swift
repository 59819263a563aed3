import Contract
import HTTPTypes
import Hummingbird
import NIOCore
import Requests
import ServiceLifecycle

/// A person's confirmation, asked for in the stream of an answer, as revisions with a handshake have it.
///
/// The answer comes as a message of its own and has to reach this node. Where nobody can be asked, or nobody says
/// anything, the proposal is withdrawn: it is the person's, and the model could confirm what it is given.
struct Question: Sendable {
    private enum Signal: Sendable {
        case answer(PersonsAnswer?)
        case heartbeat
        case silence
    }

    private let turn: ChatTurn
    private let conversation: Conversation
    /// Of the request that is answered in the end.
    private let requestID: JSONValue
    private let id: String

    init(_ turn: ChatTurn, of conversation: Conversation, in requestID: JSONValue) {
        self.turn = turn
        self.conversation = conversation
        self.requestID = requestID
        id = UUIDv7.make(at: conversation.site.now())
    }

    private var site: MCPSite { conversation.site }
    private var words: MCPWords { conversation.words }

    func response() async throws -> Response {
        guard conversation.visit.acceptsStream,
            let place = try? site.settings.streams.enter(conversation.visit.secret)
        else { return try await unasked() }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .accelBuffering: "no"],
            body: ResponseBody { writer in
                // Only now: where the client is gone before the head is written, none of this runs.
                guard let answers = site.questions.ask(id, of: conversation.caller, in: requestID) else {
                    try await writer.write(Self.event(await ending(nil, or: words.notAsked)))
                    return try await writer.finish(nil)
                }
                defer { site.questions.forget(id) }
                try await writer.write(Self.event(question))
                let answer = try await wait(for: answers, &writer)
                try await writer.write(Self.event(await ending(answer, or: words.nobodyAnswered)))
                try await writer.finish(nil)
                withExtendedLifetime(place) {}
            }
        )
    }

    private var question: JSONValue {
        let text = conversation.summary(of: turn)
        return [
            "jsonrpc": "2.0", "id": .string(id), "method": "elicitation/create",
            "params": PersonsAnswer.question(text, words),
        ]
    }

    /// Nil when nobody said anything, or the node goes away.
    @concurrent
    private func wait(
        for answers: AsyncStream<PersonsAnswer>,
        _ writer: inout any ResponseBodyWriter
    ) async throws -> PersonsAnswer? {
        try await withThrowingTaskGroup(of: Signal.self) { group in
            defer { group.cancelAll() }
            group.addTask { .answer(await answers.first { _ in true }) }
            group.addTask { try await nextHeartbeat() }
            group.addTask {
                try await site.settings.untilSilence()
                return .silence
            }
            group.addTask {
                try await gracefulShutdown()
                return .silence
            }
            while let signal = try await group.next() {
                switch signal {
                case .answer(let answer): return answer
                case .silence: return nil
                case .heartbeat:
                    try await writer.write(ByteBuffer(string: ": still waiting\n\n"))
                    group.addTask { try await nextHeartbeat() }
                }
            }
            return nil
        }
    }

    private func nextHeartbeat() async throws -> Signal {
        try await site.settings.untilHeartbeat()
        return .heartbeat
    }

    /// The answer to the call: what it came to, or for which reason nobody decided.
    private func ending(_ answer: PersonsAnswer?, or reason: String) async throws -> JSONValue {
        do {
            // A person thinks for a minute: the token may have been revoked meanwhile.
            let plane = try await conversation.visit.signIn()
            let result = try await conversation.end(
                turn,
                with: answer ?? .no,
                because: answer == nil ? reason : nil,
                as: plane
            )
            return conversation.message(of: result, to: requestID)
        } catch let problem as Problem {
            return conversation.message(of: conversation.failedCall(problem), to: requestID)
        }
    }

    private func unasked() async throws -> Response {
        let message = try await ending(nil, or: words.notAsked)
        let body = ByteBuffer(bytes: try JSON.encode(message))
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: body)
        )
    }

    private static func event(_ message: JSONValue) throws -> ByteBuffer {
        var event = ByteBuffer(string: "event: message\ndata: ")
        event.writeBytes(try JSON.encode(message))
        event.writeString("\n\n")
        return event
    }
}
