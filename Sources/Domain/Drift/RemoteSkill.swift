package import Contract

/// A skill as a provider lists it.
package struct RemoteSkill: Equatable, Sendable {
    /// With the version in use, where the list says it.
    package let reference: RemoteReference
    /// The skill's name, where the list says it.
    package let name: String?
    /// Whose mark it bears: the task that made it, at providers where tasks leave one.
    package let task: TaskID?
    /// Whether the adapter itself can prove that it was put there for this provider.
    package let isOurs: Bool
    /// What its content can be known by, where it was at hand; empty where it has to be read back.
    package let digests: [String]

    /// More than anybody has: a list that goes on beyond it has no end.
    package static let most = 50_000

    package init(
        _ reference: RemoteReference,
        name: String? = nil,
        task: TaskID? = nil,
        isOurs: Bool = false,
        digests: [String] = []
    ) {
        self.reference = reference
        self.name = name
        self.task = task
        self.isOurs = isOurs
        self.digests = digests
    }
}
