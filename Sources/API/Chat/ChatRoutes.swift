package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    /// What cannot be understood or is refused is an answer like any other: 200, with the outcome in it.
    static let sayChat: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let message = try await call.body(as: ChatMessage.self)
        return try call.json(try await plane.say(message))
    }

    static let confirmChat: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.chatTurnID()
        let body = try await call.body(as: ChatConfirmation.self)
        return try call.json(try await plane.confirmChat(id, planHash: body.planHash))
    }

    static let dismissChat: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.dismissChat(try call.chatTurnID()))
    }

    static let listChatThreads: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let page = query.page()
        try query.finish()
        return try call.json(try await plane.chatThreads(page))
    }

    static let getChatThread: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = ChatThreadID(rawValue: try call.uuid(of: "thread"))
        return try call.json(try await plane.chatThread(id))
    }

    static let listChatCommands: @Sendable (Call, any ControlPlane) async throws -> Response = {
        call,
        plane in
        var query = QueryReader(call.request)
        let language = query.choice("locale", of: ChatLanguage.self)
        try query.finish()
        return try call.json(try await plane.chatCommands(in: language ?? .english))
    }
}

extension Call {
    fileprivate func chatTurnID() throws(Problem) -> ChatTurnID {
        ChatTurnID(rawValue: try uuid(of: "turn"))
    }
}

extension ChatMessage: Readable {
    package init?(reading object: inout ObjectReader) {
        let text = object.requiredText("text", 1...Self.maximumLength)
        let thread = object.uuid("thread")
        let locale = object.choice("locale", of: ChatLanguage.self)
        let about = object.uuid("about")
        let utcOffset = object.utcOffset("utc_offset")
        guard let text else { return nil }
        self.init(
            text,
            thread: thread.map { ChatThreadID(rawValue: $0) },
            locale: locale,
            about: about.map { RunID(rawValue: $0) },
            utcOffset: utcOffset
        )
    }
}

private struct ChatConfirmation: Readable {
    let planHash: String

    init?(reading object: inout ObjectReader) {
        guard let planHash = object.requiredText("plan_hash", 1...128) else { return nil }
        self.planHash = planHash
    }
}

extension ObjectReader {
    fileprivate mutating func uuid(_ name: String) -> String? {
        guard let text = value(name, String.self, expected: "Text") else { return nil }
        guard Grammar.isUUID(text) else {
            note(name, .format, "An id is expected, a UUID in lower case.")
            return nil
        }
        return text
    }

    fileprivate mutating func utcOffset(_ name: String) -> UTCOffset? {
        guard let text = value(name, String.self, expected: "Text") else { return nil }
        guard let offset = UTCOffset(text) else {
            note(name, .format, "An offset from UTC is expected, such as +09:00.")
            return nil
        }
        return offset
    }
}
