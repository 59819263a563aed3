import Contract
import HTTPTypes
import Hummingbird
import Requests

extension WebSite {
    static let chatRoutes: [Route] = [
        .get("/chat") { visit, _ in
            let about = visit.query["about"]
            return try visit.page(
                "chat/page",
                title: visit.words["chat.title"],
                ChatModel(about: about)
            )
        },
        .post("/chat", say),
    ]

    private static let say: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, _ in
        let form = try await visit.form()
        let about = form["about"]
        guard let text = form["text"] else {
            return visit.redirect(to: Address("/chat", ["about": about]).text)
        }
        let message = ChatModel.Message(text: text, aboutRun: ChatModel.run(about))
        guard visit.isPartial else {
            let model = ChatModel(about: about, messages: [message])
            return try visit.page("chat/page", title: visit.words["chat.title"], model)
        }
        return try visit.part("chat/answer", message)
    }
}

/// The thread as its template reads it.
///
/// Sentences are not understood yet, and the answer says so.
struct ChatModel: Sendable {
    struct Message: Sendable {
        let text: String
        /// The page of the run it is about.
        let aboutRun: String?
    }

    /// What the visitor came from, such as `run-0190…`.
    let about: String?
    let messages: [Message]

    init(about: String?, messages: [Message] = []) {
        self.about = about.flatMap { Self.run($0) == nil ? nil : $0 }
        self.messages = messages
    }

    /// The page of the run that `run-<id>` names.
    static func run(_ about: String?) -> String? {
        guard let about, about.hasPrefix("run-") else { return nil }
        let id = String(about.dropFirst("run-".count))
        return Grammar.isUUID(id) ? "/runs/\(id)" : nil
    }
}
