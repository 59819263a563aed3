/// What one line of chat asks for, fully named: nothing in it is guessed or left open.
///
/// Skills, versions, providers and alerts stand in the context that the line was read in.
package enum ChatCommand: Hashable, Sendable {
    case install(ChatPlacement)
    case plan(ChatPlacement)
    case preflight(ChatPlacement)
    case uninstall(ChatPlacement)
    case retry(ChatRunChoice)
    case cancel(ChatRunChoice)
    case approve(ChatRunChoice, reason: String?)
    case refuse(ChatRunChoice, reason: String?)
    /// Without providers: wherever the skill is installed.
    case rollback(ChatSubject, providers: ChatProviderChoice?, reason: String?)
    case acknowledge(alert: String, reason: String?)
    case pauseProvider(String)
    case resumeProvider(String)
    case status(ChatSubject)
    case listRuns(ChatRunFilter)
    case listSkills(ChatSkillFilter)
    case showSkill(String)
    case whereInstalled(String)
    case providersStatus
    case alerts
    case audit(actor: String?, since: String?)
    case why(ChatRunChoice)
    case help(topic: ChatIntent?)
}

/// Which skills go where.
package struct ChatPlacement: Hashable, Sendable {
    package let skills: [ChatSkillChoice]
    package let providers: ChatProviderChoice
    /// Why, for the history; plan and preflight have none.
    package let reason: String?

    package init(skills: [ChatSkillChoice], providers: ChatProviderChoice, reason: String? = nil) {
        self.skills = skills
        self.providers = providers
        self.reason = reason
    }
}

package enum ChatSkillChoice: Hashable, Sendable {
    /// Without a version: the latest.
    case named(String, version: String?)
    /// Every skill with the tag.
    case tagged(String)

    /// - Parameter text: As ``text`` writes it.
    package init(_ text: String) {
        if text.hasPrefix("tag:") {
            self = .tagged(String(text.dropFirst(4)))
        } else if let mark = text.firstIndex(of: "@") {
            self = .named(String(text[..<mark]), version: String(text[text.index(after: mark)...]))
        } else {
            self = .named(text, version: nil)
        }
    }

    /// `name`, `name@version` or `tag:x`.
    package var text: String {
        switch self {
        case .named(let name, nil): name
        case .named(let name, let version?): "\(name)@\(version)"
        case .tagged(let tag): "tag:\(tag)"
        }
    }
}

package enum ChatProviderChoice: Hashable, Sendable {
    case all
    case listed([String])
}

package enum ChatRunChoice: Hashable, Sendable {
    case id(String)
    /// The newest run of whoever speaks.
    case last
    /// Their newest run that failed, wholly or partly.
    case lastFailed

    /// - Parameter text: As ``text`` writes it.
    package init(_ text: String) {
        switch text {
        case "last": self = .last
        case "last_failed": self = .lastFailed
        default: self = .id(text)
        }
    }

    package var text: String {
        switch self {
        case .id(let id): id
        case .last: "last"
        case .lastFailed: "last_failed"
        }
    }
}

/// What a status is of, or what is rolled back.
package enum ChatSubject: Hashable, Sendable {
    case skill(String)
    case run(ChatRunChoice)
}

/// Which runs to list; nil is any.
package struct ChatRunFilter: Hashable, Sendable {
    package var status: String?
    package var provider: String?
    /// RFC 3339, to the second, with the offset of the context's own clock.
    package var since: String?
    package var limit: Int?

    package init(status: String? = nil, provider: String? = nil, since: String? = nil, limit: Int? = nil) {
        self.status = status
        self.provider = provider
        self.since = since
        self.limit = limit
    }
}

/// Which skills to list; nil is any.
package struct ChatSkillFilter: Hashable, Sendable {
    package var query: String?
    package var provider: String?
    package var state: String?

    package init(query: String? = nil, provider: String? = nil, state: String? = nil) {
        self.query = query
        self.provider = provider
        self.state = state
    }
}
