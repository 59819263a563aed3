/// What a line may speak of: the skills, providers and alerts that are there, and the runs of whoever speaks.
///
/// Nothing that stands in a description, title or error of it is ever read as words of the speaker.
package struct ChatContext: Decodable, Equatable, Sendable {
    package struct Provider: Decodable, Equatable, Sendable {
        package let id: String
        package let kind: String

        package init(id: String, kind: String) {
            self.id = id
            self.kind = kind
        }
    }

    package struct Skill: Decodable, Equatable, Sendable {
        package let name: String
        package var versions: [String] = []
        package var latest: String?
        package var tags: [String] = []
        package var state: String?

        package init(name: String, versions: [String] = [], latest: String? = nil, tags: [String] = []) {
            self.name = name
            self.versions = versions
            self.latest = latest
            self.tags = tags
        }
    }

    package struct Run: Decodable, Equatable, Sendable {
        package let id: String
        package var short: String?
        package var status: String
        /// `install`, `uninstall` or `rollback`.
        package var action: String?
        package var skill: String?
        /// Minutes since it was asked for.
        package var age: Double = 0
        /// Who asked for it; nil for the speaker.
        package var by: String?

        package init(
            id: String,
            short: String? = nil,
            status: String,
            action: String? = nil,
            skill: String? = nil,
            age: Double = 0,
            by: String? = nil
        ) {
            self.id = id
            self.short = short
            self.status = status
            self.action = action
            self.skill = skill
            self.age = age
            self.by = by
        }
    }

    package struct Alert: Decodable, Equatable, Sendable {
        package let id: String
        package var short: String?
        package var severity: String?
        package var subject: String?
        package var state: String?

        package init(
            id: String,
            short: String? = nil,
            severity: String? = nil,
            subject: String? = nil,
            state: String? = nil
        ) {
            self.id = id
            self.short = short
            self.severity = severity
            self.subject = subject
            self.state = state
        }
    }

    /// RFC 3339; its offset is the speaker's.
    ///
    /// Nil: times of the clock and the calendar are not understood.
    package var now: String?
    package var user: String?
    package var users: [String] = []
    package var runStatuses: [String] = []
    package var providers: [Provider] = []
    package var skills: [Skill] = []
    package var runs: [Run] = []
    package var alerts: [Alert] = []
    /// The run that `last` will stand for; nil for the newest of the speaker's.
    package var last: String?
    /// The run that "this" is, where a line names none.
    package var about: String?

    package init() {}
}
