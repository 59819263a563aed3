/// A Korean noun and the particles behind it.
enum KoreanNoun {
    /// Looks the word up without one particle, two, or three, the fewest first.
    ///
    /// - Parameters:
    ///   - word: With its particles.
    ///   - lookUp: What a noun means; nil when it is none.
    /// - Returns: The meaning, and the particles that were taken off.
    static func withoutParticles(_ word: String, _ lookUp: (String) -> Meaning?) -> (Meaning, String)? {
        var candidates = [(word, "")]
        for _ in 0..<3 {
            var shorter: [(String, String)] = []
            for (noun, after) in candidates {
                guard let last = noun.last, let particles = Lexicon.koreanParticlesByEnd[last] else {
                    continue
                }
                for particle in particles where noun.hasSuffix(particle) && noun != particle {
                    let rest = String(noun.dropLast(particle.count))
                    guard rest.last != " " else { continue }
                    if let meaning = lookUp(rest), takesParticles(meaning) {
                        return (meaning, particle + after)
                    }
                    shorter.append((rest, particle + after))
                }
            }
            candidates = shorter
        }
        return nil
    }

    private static func takesParticles(_ meaning: Meaning) -> Bool {
        switch meaning {
        case .act(_, let mood): mood == .base
        case .mark(.allOf): true
        case .mark(let mark):
            [.all, .everywhere, .rest, .latest, .previous, .last, .mine, .it, .justNow, .recent, .again]
                .contains(mark)
        default: true
        }
    }

    static func isParticles(_ word: String) -> Bool {
        if Lexicon.koreanParticles.contains(word) { return true }
        return Lexicon.koreanParticles.contains { particle in
            word.hasPrefix(particle)
                && Lexicon.koreanParticles.contains(String(word.dropFirst(particle.count)))
        }
    }

    /// What stands behind the particle that the word begins with: 만빼고 after a name.
    static func afterParticle(_ word: String) -> String? {
        for particle in Lexicon.koreanParticles where word.hasPrefix(particle) && word != particle {
            return String(word.dropFirst(particle.count))
        }
        return nil
    }
}
