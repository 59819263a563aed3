import Contract
import HTTPTypes
import Hummingbird

/// A conversation as its templates read it: the page of it, or the panel beside other pages.
struct ChatModel: Sendable {
    struct Command: Sendable {
        let id: String
        let word: String
        let summary: String
    }

    struct Thread: Sendable {
        let href: String
        let id: String
        let title: String
        let when: Moment
        let isShown: Bool
    }

    /// A line that was not taken, for the field it was written in.
    struct Unsaid: Sendable {
        let text: String
        let faults: [FaultText]
    }

    let thread: String?
    let about: String?
    /// Of a panel that nobody has opened yet, everything else is empty.
    let isLoaded: Bool
    let turns: [ChatTurnModel]
    let hasTurns: Bool
    /// That earlier turns are not shown.
    let isCut: Bool
    /// That the thread asked for is not there any more.
    let isGone: Bool
    let suggestions: ChatChoices?
    let commands: [Command]
    let threads: [Thread]
    let hasThreads: Bool
    let text: String?
    let faults: [FaultText]
    let hasFaults: Bool
    let maximumLength = ChatMessage.maximumLength

    /// The frame of the panel: what one has to write into, and no more (a page may have 6,000 nodes).
    static let panel = ChatModel()

    private init() {
        (thread, about, text, suggestions) = (nil, nil, nil, nil)
        (turns, commands, threads, faults) = ([], [], [], [])
        (isLoaded, hasTurns, isCut, isGone) = (false, false, false, false)
        (hasThreads, hasFaults) = (false, false)
    }

    fileprivate init(_ contents: ChatContents, _ scene: ChatScene, unsaid: Unsaid?) {
        let place = scene.place
        thread = place.thread?.rawValue
        about = place.about
        isLoaded = true
        turns = contents.turns.map { ChatTurnModel($0, scene) }
        hasTurns = !turns.isEmpty
        isCut = turns.count >= ChatThread.maximumTurns
        isGone = contents.isGone
        suggestions = hasTurns ? nil : ChatChoices(contents.commands)
        commands = contents.commands.map {
            Command(id: $0.intent.rawValue, word: $0.word, summary: $0.summary)
        }
        threads = contents.threads.map {
            Thread(
                href: ChatPlace(thread: $0.id).address.text,
                id: $0.id.rawValue,
                title: $0.title,
                when: scene.visit.moment($0.lastAt),
                isShown: $0.id == place.thread
            )
        }
        hasThreads = !threads.isEmpty
        text = unsaid?.text
        faults = unsaid?.faults ?? []
        hasFaults = !faults.isEmpty
    }
}

/// What is wrong with a line that was not taken.
struct ChatFault: Sendable {
    let faults: [FaultText]
    /// Whether the thread is gone, so that the next line begins one.
    let beginsAnew: Bool
}

/// What a conversation is shown from.
private struct ChatContents: Sendable {
    let turns: [ChatTurn]
    let threads: [ChatThreadView]
    let commands: [ChatCommandHelp]
    let isGone: Bool

    /// How many earlier threads are offered.
    private static let offered = 10

    /// - Throws: ``Problem``; for a part of a page, a thread that is gone is none.
    init(_ place: ChatPlace, _ visit: Visit, _ plane: any ControlPlane) async throws {
        async let commands = plane.chatCommands(in: visit.chatLanguage)
        async let threads = plane.chatThreads(PageRequest(limit: Self.offered))
        var found: ChatThread?
        do throws(Problem) {
            if let id = place.thread { found = try await plane.chatThread(id) }
        } catch {
            guard error.code == .notFound, visit.isPartial else { throw error }
        }
        turns = found?.turns ?? []
        isGone = place.thread != nil && found == nil
        self.threads = try await threads.items
        self.commands = try await commands.items
    }
}

extension Visit {
    /// The page of a conversation, or what the panel shows of it.
    func conversation(_ place: ChatPlace, _ plane: any ControlPlane, unsaid: ChatModel.Unsaid? = nil)
        async throws -> Response
    {
        let contents = try await ChatContents(place, self, plane)
        let here = contents.isGone ? place.within(nil) : place
        let scene = try await ChatScene(self, here, contents.turns, plane)
        let model = ChatModel(contents, scene, unsaid: unsaid)
        guard !isPartial else { return try part("chat/earlier-alone", model) }
        let status: HTTPResponse.Status = unsaid == nil ? .ok : .unprocessableContent
        return try page("chat/page", title: words["chat.title"], status: status, model)
    }
}
