import Chat
import Contract

/// Numbers that are the same for the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Commands of every intent over the names of a context.
struct CommandGenerator {
    private var numbers: SeededNumbers
    private let context: ChatContext

    init(seed: UInt64, context: ChatContext) {
        numbers = SeededNumbers(seed: seed)
        self.context = context
    }

    mutating func next() -> ChatCommand {
        switch one(of: ChatIntent.allCases) {
        case .install: .install(placement(withReason: true))
        case .plan: .plan(placement(withReason: false))
        case .preflight: .preflight(placement(withReason: false))
        case .uninstall: .uninstall(placement(withReason: true))
        case .retry: .retry(run)
        case .cancel: .cancel(run)
        case .approve: .approve(run, reason: reason)
        case .refuse: .refuse(run, reason: reason)
        case .rollback:
            chance
                ? .rollback(.run(run), providers: nil, reason: reason)
                : .rollback(.skill(skill), providers: chance ? providers : nil, reason: reason)
        case .acknowledge: .acknowledge(alert: one(of: context.alerts).id, reason: reason)
        case .pauseProvider: .pauseProvider(provider)
        case .resumeProvider: .resumeProvider(provider)
        case .status: .status(chance ? .run(run) : .skill(skill))
        case .listRuns: .listRuns(runFilter)
        case .listSkills: .listSkills(skillFilter)
        case .showSkill: .showSkill(skill)
        case .whereInstalled: .whereInstalled(skill)
        case .providersStatus: .providersStatus
        case .alerts: .alerts
        case .audit: .audit(actor: chance ? one(of: context.users) : nil, since: since)
        case .why: .why(run)
        case .help: .help(topic: chance ? one(of: ChatIntent.allCases) : nil)
        }
    }

    private mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &numbers)]
    }

    private var chance: Bool {
        mutating get { Bool.random(using: &numbers) }
    }

    private var skill: String {
        mutating get { one(of: context.skills).name }
    }

    private var provider: String {
        mutating get { one(of: context.providers).id }
    }

    private var run: ChatRunChoice {
        mutating get { one(of: [.last, .lastFailed] + context.runs.map { ChatRunChoice.id($0.id) }) }
    }

    /// Words that the grammar knows, and marks that mean something to it, among others.
    private var reason: String? {
        mutating get {
            let reasons = [
                "broken", "번역이 깨짐", "retry on all, then cancel", "say \"no\"", "이유: because on", "a  b",
                "uninstall everything",
                "100% wrong; run /help",
            ]
            return chance ? one(of: reasons).split(separator: " ").joined(separator: " ") : nil
        }
    }

    private var since: String? {
        mutating get { chance ? one(of: ["2026-11-25T00:00:00+09:00", "2026-11-26T14:59:59Z"]) : nil }
    }

    private var providers: ChatProviderChoice {
        mutating get {
            let shuffled = context.providers.map(\.id).shuffled(using: &numbers)
            let count = Int.random(in: 0...shuffled.count, using: &numbers)
            return count == 0 ? .all : .listed(Array(shuffled.prefix(count)))
        }
    }

    private mutating func placement(withReason: Bool) -> ChatPlacement {
        var skills: [ChatSkillChoice] = context.skills.map {
            .named($0.name, version: chance ? one(of: $0.versions) : nil)
        }
        skills += Set(context.skills.flatMap(\.tags)).sorted().map { .tagged($0) }
        let count = Int.random(in: 1...4, using: &numbers)
        return ChatPlacement(
            skills: Array(skills.shuffled(using: &numbers).prefix(count)),
            providers: providers,
            reason: withReason ? reason : nil
        )
    }

    private var runFilter: ChatRunFilter {
        mutating get {
            ChatRunFilter(
                status: chance ? one(of: context.runStatuses) : nil,
                provider: chance ? provider : nil,
                since: since,
                limit: chance ? Int.random(in: 1...100, using: &numbers) : nil
            )
        }
    }

    private var skillFilter: ChatSkillFilter {
        mutating get {
            ChatSkillFilter(
                query: chance ? one(of: ["notes", "회의", "on state", "release notes"]) : nil,
                provider: chance ? provider : nil,
                state: chance ? one(of: ["active", "yanked"]) : nil
            )
        }
    }
}
