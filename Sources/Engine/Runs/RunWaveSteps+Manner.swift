import Contract
import Domain

extension RunWaveSteps {
    /// In whose name it is done.
    struct Actor {
        let name: String
        let source: String
        /// Nil where nobody asked for it now.
        let request: (id: String, trace: TraceParent?)?

        static let system = Actor(name: "system", source: "system", request: nil)
    }

    /// How such a transaction is begun.
    struct Manner {
        /// Whether nobody else changes any task meanwhile, or a wave cannot begin.
        let lockingOut: Bool
        /// Content that cannot be read.
        var unreadable: Set<RunRequest.Selection> = []
    }
}

extension RunWavesView.Stop {
    /// Why, for what ends by it.
    var sentence: String {
        switch (by, reason) {
        case (RunWaveSteps.Actor.system.name, let reason?): reason
        case (_, let reason?): "\(by) stopped it: \(reason)"
        case (_, nil): "\(failed) of \(begun) targets that could begin failed."
        }
    }
}

extension [InstallTask] {
    /// Of those of each wave.
    var countsByWave: [Int: TaskCounts] {
        reduce(into: [:]) { $0[$1.wave ?? 1, default: TaskCounts()][$1.state.status] += 1 }
    }
}
