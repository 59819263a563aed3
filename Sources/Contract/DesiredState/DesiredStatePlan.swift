/// What a desired state is to be planned with.
package struct DesiredStateRequest: Codable, Equatable, Sendable {
    package let state: DesiredState
    /// The very versions and contents that are meant; what it does not have is looked up.
    package let lock: DesiredStateLock?

    package init(_ state: DesiredState, lock: DesiredStateLock? = nil) {
        self.state = state
        self.lock = lock
    }
}

/// The versions that a desired state came to, with what they contain.
package struct DesiredStateLock: Codable, Equatable, Sendable {
    package struct Skill: Codable, Equatable, Hashable, Sendable {
        package let name: String
        package let version: Int
        /// Of the content, as in a version.
        package let digest: String
        /// Whether it was the newest that was asked for, and not this version.
        package let newest: Bool

        package init(name: String, version: Int, digest: String, newest: Bool) {
            self.name = name
            self.version = version
            self.digest = digest
            self.newest = newest
        }
    }

    /// By name, then version.
    package let skills: [Skill]

    package init(skills: [Skill]) {
        self.skills = skills
    }
}

/// How what stands becomes what is desired.
package struct DesiredStatePlan: Codable, Equatable, Sendable {
    package struct Step: Codable, Equatable, Sendable {
        /// To be started as it is: it holds the hash of ``plan``.
        package let request: RunRequest
        package let plan: PlanView

        package init(request: RunRequest, plan: PlanView) {
            self.request = request
            self.plan = plan
        }
    }

    /// The runs that bring it about, in any order; none when everything stands as desired.
    package let steps: [Step]
    /// What cannot be brought about, and why; no step has it.
    package let blocked: [PlanView.Target]
    /// How many targets stand as desired.
    package let unchanged: Int
    package let lock: DesiredStateLock

    package init(steps: [Step], blocked: [PlanView.Target], unchanged: Int, lock: DesiredStateLock) {
        self.steps = steps
        self.blocked = blocked
        self.unchanged = unchanged
        self.lock = lock
    }
}
