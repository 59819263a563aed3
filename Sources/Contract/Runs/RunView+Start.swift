extension RunView {
    /// Whether it is still to begin, at its time; not one that somebody began before.
    package func startsLater(than now: Timestamp) -> Bool {
        guard let startAt, startAt > now, startedAt == nil, !status.isFinal else { return false }
        // Lists do not say what targets wait for.
        return tasks?.contains { $0.awaitsWave == true } ?? true
    }

    /// Since when it could begin, as far as it had a time of its own; nil while it could not, or where nobody knows.
    package func couldBegin(by now: Timestamp) -> Timestamp? {
        if let first = waves?.waves.first { return first.releasedAt }
        guard let startAt else { return createdAt }
        // Somebody began it before its time.
        guard startAt <= startedAt ?? finishedAt ?? now else { return nil }
        return startAt
    }
}
