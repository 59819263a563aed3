import Contract

/// Whether places are said to be where something comes from, or goes to, when the deed only knows where it is done.
struct PlaceDirections {
    private let intent: ChatIntent
    private let isDrop: Bool
    private let prepositions: [String?]
    private let particles: [String]

    init(_ terms: [Term], _ act: Term, _ intent: ChatIntent) {
        self.intent = intent
        isDrop = !act.isHangul && act.text.hasPrefix("drop")
        let places = terms.indices.filter {
            terms[$0].isProvider || terms[$0].mark == .everywhere || terms[$0].mark == .all
        }
        prepositions = places.map { terms.preposition(before: $0) }
        // 클로드 쪽으로 is 클로드로.
        particles = places.map { place in
            let particle = terms.particle(at: place)
            return particle.hasPrefix("쪽") ? String(particle.dropFirst()) : particle
        }
    }

    var areOdd: Bool {
        // "On claude through codex".
        let words = Set(prepositions.compactMap(\.self))
        if words.count > 1, !words.isDisjoint(with: ["through", "with", "over", "for"]) { return true }
        return switch intent {
        // "Install it from claude to codex".
        case .install:
            prepositions.contains(where: isSource) || hasSourceParticle && hasGoalParticle
                || particles.count > 1 && particles.contains { $0.hasPrefix("의") }
        // "Drop it into cursor", and "drop it on claude" as well.
        case .uninstall:
            prepositions.contains(where: isGoal) || isTowards || isDrop && !isTakenOff
        case .rollback: prepositions.contains(where: isGoal) || hasSourceParticle && isTowards
        default: false
        }
    }

    private func isSource(_ word: String?) -> Bool { word == "from" || word == "off" }

    private func isGoal(_ word: String?) -> Bool { word == "to" || word == "into" || word == "onto" }

    private var hasSourceParticle: Bool { particles.contains { $0.contains("에서") } }

    private var hasGoalParticle: Bool {
        particles.contains { particle in
            !particle.contains("에서") && ["에", "로", "으로", "한테"].contains { particle.hasPrefix($0) }
        }
    }

    private var isTowards: Bool { particles.contains { $0.hasPrefix("로") || $0.hasPrefix("으로") } }

    private var isTakenOff: Bool {
        zip(prepositions, particles).allSatisfy { isSource($0) || $1.contains("에서") }
    }
}
