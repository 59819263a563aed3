/// How the waves of a run stand.
package struct RunWavesView: Codable, Equatable, Sendable {
    /// One wave.
    package struct Wave: Codable, Equatable, Sendable {
        package enum State: String, Codable, CaseIterable, Sendable {
            /// Its targets may not begin yet.
            case waiting
            case running
            /// All of its targets have ended, and the time after it runs.
            case soaking
            case done
            /// The run was stopped or canceled before it was done.
            case stopped
        }

        /// From 1.
        package let wave: Int
        package let targets: Int
        package let state: State
        package let releasedAt: Timestamp?
        package let endedAt: Timestamp?
        /// When the next one begins, if nothing fails until then.
        package let soakUntil: Timestamp?

        package init(
            wave: Int,
            targets: Int,
            state: State,
            releasedAt: Timestamp? = nil,
            endedAt: Timestamp? = nil,
            soakUntil: Timestamp? = nil
        ) {
            self.wave = wave
            self.targets = targets
            self.state = state
            self.releasedAt = releasedAt
            self.endedAt = endedAt
            self.soakUntil = soakUntil
        }

        enum CodingKeys: String, CodingKey {
            case wave
            case targets
            case state
            case releasedAt = "released_at"
            case endedAt = "ended_at"
            case soakUntil = "soak_until"
        }
    }

    /// That, when and why the waves were stopped.
    package struct Stop: Codable, Equatable, Sendable {
        package let at: Timestamp
        /// `system` where the threshold was reached.
        package let by: String
        /// A person's.
        package let reason: String?
        /// How many targets had failed by then.
        package let failed: Int
        /// How many targets the waves have that had begun, without those where there was nothing to do.
        package let begun: Int
        /// The run that undoes what this one did; absent where nothing is undone, or not yet.
        package let rollbackRunID: RunID?

        package init(
            at: Timestamp,
            by: String,
            reason: String? = nil,
            failed: Int,
            begun: Int,
            rollbackRunID: RunID? = nil
        ) {
            self.at = at
            self.by = by
            self.reason = reason
            self.failed = failed
            self.begun = begun
            self.rollbackRunID = rollbackRunID
        }

        enum CodingKeys: String, CodingKey {
            case at
            case by
            case reason
            case failed
            case begun
            case rollbackRunID = "rollback_run_id"
        }
    }

    /// What was asked for.
    package let plan: RunWaves
    /// In order; each has targets.
    package let waves: [Wave]
    package let stopped: Stop?

    package init(plan: RunWaves, waves: [Wave], stopped: Stop? = nil) {
        self.plan = plan
        self.waves = waves
        self.stopped = stopped
    }
}
