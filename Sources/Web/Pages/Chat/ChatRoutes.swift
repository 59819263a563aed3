import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let chatRoutes: [Route] = [
        .get("/chat") { visit, plane in try await visit.conversation(ChatPlace(visit.query), plane) },
        .post("/chat", say),
        .get("/chat/threads/{id}") { visit, plane in
            let thread = ChatThreadID(rawValue: try visit.chatID())
            return try await visit.conversation(ChatPlace(visit.query, thread: thread), plane)
        },
        .watching("/chat/turns/{id}", turn),
        .post("/chat/{id}/confirm", confirm),
        .post("/chat/{id}/dismiss", dismiss),
    ]

    private static let say: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let form = try await visit.form()
        let place = ChatPlace(form)
        guard let text = form["text"] else {
            return visit.isPartial ? visit.signal([]) : visit.redirect(to: place.address.text)
        }
        let turn: ChatTurn
        do throws(Problem) {
            turn = try await plane.say(
                ChatMessage(
                    text,
                    thread: place.thread,
                    locale: visit.chatLanguage,
                    about: place.run,
                    utcOffset: form["utc_offset"].flatMap { UTCOffset($0) }
                )
            )
        } catch {
            return try await visit.unsaid(text, place, because: error, plane)
        }
        return try await visit.said(turn, place, plane)
    }

    /// A turn as it is now, for the card that shows it.
    private static let turn: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let (place, id) = (ChatPlace(visit.query), ChatTurnID(rawValue: try visit.chatID()))
        guard visit.isPartial, let thread = place.thread else {
            return visit.redirect(to: place.address(of: id))
        }
        let turn = try await plane.chatTurn(id, in: thread)
        let scene = try await ChatScene(visit, place, [turn], plane)
        return try visit.part("chat/answer-alone", ChatAnswerModel(turn, scene))
    }

    private static let confirm: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let (form, id) = (try await visit.form(), ChatTurnID(rawValue: try visit.chatID()))
        let place = ChatPlace(form)
        let turn: ChatTurn
        do throws(Problem) {
            turn = try await plane.confirmChat(id, planHash: form["plan_hash"] ?? "")
        } catch {
            // The card itself says that its time is over, or that what it would do is another thing by now.
            guard [.conflict, .planChanged].contains(error.code), let thread = place.thread else {
                throw error
            }
            turn = try await plane.chatTurn(id, in: thread)
            guard turn.outcome != .proposed else { throw error }
        }
        return try await visit.settled(turn, place, plane)
    }

    private static let dismiss: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let place = ChatPlace(try await visit.form())
        let turn = try await plane.dismissChat(ChatTurnID(rawValue: try visit.chatID()))
        return try await visit.settled(turn, place, plane)
    }
}

extension Visit {
    /// - Throws: `HTTPError` with 404: nothing of chat can have such an id.
    fileprivate func chatID() throws -> String {
        guard let id = uuid() else { throw HTTPError(.notFound) }
        return id
    }

    /// Chat answers in the language of the page around it, whatever a line is written in.
    var chatLanguage: ChatLanguage { words.language == .korean ? .korean : .english }

    /// The line with its answer, to be added to the thread.
    fileprivate func said(_ turn: ChatTurn, _ place: ChatPlace, _ plane: any ControlPlane) async throws
        -> Response
    {
        let place = place.within(turn.thread)
        guard isPartial else { return redirect(to: place.address(of: turn.id)) }
        let scene = try await ChatScene(self, place, [turn], plane)
        // The page is the thread's from now on; the panel leaves the address alone.
        let isOnPage = returnAddress.map { $0.prefix { $0 != "?" } == "/chat" } ?? false
        let headers: HTTPFields = isOnPage ? [.hxReplaceURL: place.address.text] : [:]
        return try part("chat/said", headers: headers, ChatTurnModel(turn, scene))
    }

    /// The answer of a turn after its buttons were used.
    fileprivate func settled(_ turn: ChatTurn, _ place: ChatPlace, _ plane: any ControlPlane) async throws
        -> Response
    {
        let place = place.within(turn.thread)
        guard isPartial else { return redirect(to: place.address(of: turn.id)) }
        let scene = try await ChatScene(self, place, [turn], plane, takesFocus: true)
        return try part("chat/settled", ChatAnswerModel(turn, scene))
    }

    /// What is wrong with a line, beside the field that still has it.
    fileprivate func unsaid(
        _ text: String,
        _ place: ChatPlace,
        because problem: Problem,
        _ plane: any ControlPlane
    ) async throws -> Response {
        let isGone = problem.code == .notFound && place.thread != nil
        guard isGone || problem.code == .validationFailed else { throw problem }
        let faults =
            isGone
            ? [FaultText(text: words["chat.gone"])]
            : problem.errors.isEmpty
                ? [FaultText(text: words.said(problem.detail, problem.wording).text)]
                : problem.errors.map { FaultText($0, words) }
        guard isPartial else {
            let place = isGone ? place.within(nil) : place
            return try await conversation(place, plane, unsaid: .init(text: text, faults: faults))
        }
        return try part(
            "chat/fault",
            status: .unprocessableContent,
            headers: [.hxRetarget: "#chat-fault", .hxReswap: "innerHTML"],
            ChatFault(faults: faults, beginsAnew: isGone)
        )
    }
}
