import Chat
import Contract
import Requests

/// The command that a tool's arguments ask for, or everything that is wrong with them.
struct ToolCommand {
    let intent: ChatIntent
    private var reader: ArgumentReader

    init(_ intent: ChatIntent, _ arguments: [String: JSONValue], _ words: MCPWords) {
        self.intent = intent
        reader = ArgumentReader(arguments, words)
    }

    /// - Throws: ``BadArguments``
    mutating func command() throws(BadArguments) -> ChatCommand {
        let (required, optional) = intent.arguments
        reader.allow(required + optional, required: required)
        let command = read()
        try reader.check()
        guard let command else { throw BadArguments(faults: []) }
        return command
    }

    private mutating func read() -> ChatCommand? {
        switch intent {
        case .install: placement().map { .install($0) }
        case .uninstall: placement().map { .uninstall($0) }
        case .plan: placement().map { .plan($0) }
        case .preflight: placement().map { .preflight($0) }
        case .retry: reader.run().map { .retry($0) }
        case .cancel: reader.run().map { .cancel($0) }
        case .why: reader.run().map { .why($0) }
        case .approve: reader.run().map { .approve($0, reason: reader.line(.reason)) }
        case .refuse: reader.run().map { .refuse($0, reason: reader.line(.reason)) }
        case .rollback: rollback()
        case .acknowledge: reader.id(.alert).map { .acknowledge(alert: $0, reason: reader.line(.reason)) }
        case .pauseProvider: reader.provider().map { .pauseProvider($0) }
        case .resumeProvider: reader.provider().map { .resumeProvider($0) }
        case .status: subject().map { .status($0) }
        case .listRuns: .listRuns(runs())
        case .listSkills: .listSkills(skills())
        case .showSkill: reader.skill().map { .showSkill($0) }
        case .whereInstalled: reader.skill().map { .whereInstalled($0) }
        case .providersStatus: .providersStatus
        case .alerts: .alerts
        case .audit: .audit(actor: reader.line(.actor), since: reader.time())
        case .help: .help(topic: reader.choice(.topic, of: ChatIntent.self))
        }
    }

    private mutating func placement() -> ChatPlacement? {
        let skills = reader.skillChoices()
        let providers = reader.providers()
        let reason = reader.line(.reason)
        guard let skills, let providers else { return nil }
        return ChatPlacement(skills: skills, providers: providers, reason: reason)
    }

    private mutating func subject() -> ChatSubject? {
        let skill = reader.skill()
        let run = reader.run()
        switch (skill, run) {
        case (let skill?, nil): return .skill(skill)
        case (nil, let run?): return .run(run)
        default:
            reader.noteSubject()
            return nil
        }
    }

    private mutating func rollback() -> ChatCommand? {
        let providers = reader.providers()
        let reason = reader.line(.reason)
        return subject().map { .rollback($0, providers: providers, reason: reason) }
    }

    private mutating func runs() -> ChatRunFilter {
        ChatRunFilter(
            status: reader.choice(.status, of: RunStatus.self)?.rawValue,
            provider: reader.provider(),
            since: reader.time(),
            limit: reader.count(.limit)
        )
    }

    private mutating func skills() -> ChatSkillFilter {
        ChatSkillFilter(
            query: reader.line(.query),
            provider: reader.provider(),
            state: reader.choice(.state, of: SkillState.self)?.rawValue
        )
    }
}

/// Why a tool did nothing, one line for each fault.
struct BadArguments: Error, Equatable {
    let faults: [String]
}

// MARK: What was understood

extension ChatCommand {
    /// Whether it is what was meant by another command, whose line was read in a context: versions, runs and "all" are
    /// resolved there, and what follows a reason or a search word is nobody's to compare.
    func isReading(of meant: ChatCommand) throws -> Bool {
        guard intent == meant.intent else { return false }
        let (heard, said) = (try JSONValue(encoding: self)["args"], try JSONValue(encoding: meant)["args"])
        return ToolArgument.allCases.allSatisfy { argument in
            let (heard, said) = (heard?[argument.rawValue], said?[argument.rawValue])
            switch argument {
            case .reason, .query, .turn, .planHash: return true
            case .skills: return Self.matches(heard, said) { $0 == $1 || $0.hasPrefix($1 + "@") }
            case .run, .alert:
                return Self.matches(heard, said) { heard, said in
                    ["last", "last_failed"].contains(said) || heard.hasPrefix(said) || heard.hasSuffix(said)
                }
            default: return Self.matches(heard, said) { $0 == $1 }
            }
        }
    }

    private static func matches(
        _ heard: JSONValue?,
        _ said: JSONValue?,
        _ isSame: (String, String) -> Bool
    ) -> Bool {
        switch (heard, said) {
        case (.array(let heard)?, .array(let said)?):
            if said.contains(where: { $0.string?.hasPrefix("tag:") == true }) { return true }
            return heard.count == said.count && zip(heard, said).allSatisfy { matches($0, $1, isSame) }
        case (_, .string("all")?): return heard != nil
        case (.string(let heard)?, .string(let said)?): return isSame(heard.lowercased(), said.lowercased())
        // What was left out may have been filled in.
        case (_, nil): return true
        default: return heard == said
        }
    }
}
