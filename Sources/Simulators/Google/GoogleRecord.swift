import Contract

/// A skill as the Google look-alike keeps it; it stays after its deletion, because its id stays reserved.
struct GoogleRecord: Codable, Sendable {
    enum State: String, Codable, Sendable {
        case creating = "CREATING"
        case active = "ACTIVE"
        case failed = "FAILED"
        case deleting = "DELETING"
    }

    struct Revision: Codable, Sendable {
        let number: Int
        let created: String
        let displayName: String
        let description: String
        let content: StoredContent
    }

    struct Gone: Codable, Sendable {
        let atMicroseconds: Int64
        /// Whether the id may be kept from being used again.
        let isReserved: Bool
    }

    /// As `projects/P/locations/L/skills/ID`.
    let name: String
    let created: String
    var updated: String
    var displayName: String
    var description: String
    var labels: [String: String]
    var state = State.creating
    /// Oldest first; empty while it is being created.
    var revisions: [Revision] = []
    var operations: [GoogleOperation] = []
    var gone: Gone?

    var isLive: Bool { gone == nil }
    var hasOpenOperation: Bool { operations.contains { !$0.isDone } }

    func held(_ id: String) -> HeldSkill {
        HeldSkill(
            id: id,
            name: revisions.last?.content.name ?? displayName,
            defaultVersion: nil,
            latestVersion: revisions.last.map { String($0.number) },
            state: state.rawValue,
            versions: revisions.map { $0.content.held(id: String($0.number)) }
        )
    }

    mutating func start(_ operation: GoogleOperation, at now: Timestamp, _ behavior: GoogleBehavior) {
        operations.append(operation)
        if operation.kind == .delete { state = .deleting }
        settle(at: now, polling: nil, behavior)
    }

    /// Ends the operations that are due; `polling` names the one that is being asked about.
    mutating func settle(at now: Timestamp, polling: String?, _ behavior: GoogleBehavior) {
        for index in operations.indices where !operations[index].isDone {
            if operations[index].id == polling { operations[index].pollsLeft? -= 1 }
            guard operations[index].isDue(at: now) else { continue }
            operations[index].isDone = true
            finish(operations[index], at: now, behavior)
            operations[index].change = nil
        }
    }

    private mutating func finish(
        _ operation: GoogleOperation,
        at now: Timestamp,
        _ behavior: GoogleBehavior
    ) {
        updated = now.description
        switch (operation.kind, operation.failure) {
        case (.create, nil), (.update, nil):
            state = .active
            if let change = operation.change { apply(change, at: now) }
        case (.create, .some):
            state = .failed
            if !behavior.keepsFailedSkills {
                gone = Gone(atMicroseconds: now.microseconds, isReserved: false)
            }
        case (.update, .some):
            break
        case (.delete, nil):
            gone = Gone(atMicroseconds: now.microseconds, isReserved: true)
        case (.delete, .some):
            state = revisions.isEmpty ? .failed : .active
        }
    }

    private mutating func apply(_ change: GoogleChange, at now: Timestamp) {
        displayName = change.displayName ?? displayName
        description = change.description ?? description
        labels = change.labels ?? labels
        guard let content = change.content else { return }
        revisions.append(
            Revision(
                number: (revisions.last?.number ?? 0) + 1,
                created: now.description,
                displayName: displayName,
                description: description,
                content: content
            )
        )
    }
}

/// What a long-running operation does to a skill when it succeeds.
struct GoogleChange: Codable, Sendable {
    var displayName: String?
    var description: String?
    var labels: [String: String]?
    var content: StoredContent?
}

/// A long-running operation.
struct GoogleOperation: Codable, Sendable {
    enum Kind: String, Codable, Sendable {
        case create
        case update
        case delete
    }

    struct Failure: Codable, Sendable {
        /// A `google.rpc.Code`.
        let code: Int
        let message: String
    }

    let id: String
    let kind: Kind
    /// Nil when polls do not end it.
    var pollsLeft: Int?
    /// Nil when time does not end it.
    let dueMicroseconds: Int64?
    let failure: Failure?
    var change: GoogleChange?
    var isDone = false

    func isDue(at now: Timestamp) -> Bool {
        if let pollsLeft, pollsLeft <= 0 { return true }
        return dueMicroseconds.map { $0 <= now.microseconds } ?? false
    }
}
