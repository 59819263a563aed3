import Chat
import Contract
import Store
import Synchronization

/// What chat keeps between lines: the names of skills, and which confirmations are being carried out here.
final class ChatDesk: Sendable {
    /// The most skills that a line can speak of; those that changed last.
    private static let maximumSkills = 20_000

    private let database: any Database
    private let catalogue = Mutex<(stamp: ChatNames.Stamp, skills: ChatSkills)?>(nil)
    private let underWay = Mutex<[ChatTurnID: Task<Void, any Error>]>([:])

    init(_ database: any Database) {
        self.database = database
    }

    /// The skills as they are now, read anew only when one changed.
    func skills(_ connection: any Connection) throws -> ChatSkills {
        let names = ChatNames(connection)
        let stamp = try names.stamp()
        if let known = catalogue.withLock({ $0?.stamp == stamp ? $0?.skills : nil }) { return known }
        let read = try names.skills(limit: Self.maximumSkills).map { skill -> ChatContext.Skill in
            var known = ChatContext.Skill(
                name: skill.name,
                versions: skill.versions > 0 ? (1...skill.versions).map { String($0) } : [],
                latest: String(skill.latest),
                tags: skill.tags
            )
            known.state = skill.state.rawValue
            return known
        }
        let skills = ChatSkills(read)
        catalogue.withLock { $0 = (stamp, skills) }
        return skills
    }

    /// Carries a confirmation out, or waits for whoever does so already.
    ///
    /// It goes on when nobody waits for it any more: what was begun is noted.
    func once(_ id: ChatTurnID, _ body: @escaping @Sendable () async throws -> Void) async throws {
        let task = underWay.withLock { tasks in
            if let task = tasks[id] { return task }
            let task = Task { [self] in
                defer { underWay.withLock { $0[id] = nil } }
                try await body()
            }
            tasks[id] = task
            return task
        }
        try await task.value
    }
}
