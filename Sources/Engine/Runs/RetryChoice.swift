import Contract
import Domain

/// Which ended targets of a run are to be tried again, where that is not all of them.
struct RetryChoice {
    /// A skill on a provider.
    struct Place: Hashable {
        let skill: SkillID
        let provider: ProviderID
    }

    let tasks: Set<TaskID>
    /// Content that cannot be looked at, so that nobody knows whether it may begin.
    let unreadable: Set<RunRequest.Selection>
    /// Where the same transaction has put targets of other runs back to work, which is not saved yet.
    let taken: Set<Place>
}

extension TaskChanges {
    /// Where something may begin by it at once.
    var taken: [RetryChoice.Place] {
        tasks.lazy.map(\.new).filter(\.state.hold.isEmpty).map(\.place)
    }
}

extension InstallTask {
    var place: RetryChoice.Place { .init(skill: skillID, provider: provider) }
}
