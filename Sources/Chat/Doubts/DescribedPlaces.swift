import Contract

/// Whether "all" is said of places that are described: "log-triage가 있는 곳 모두", "모든 폴더 제공자".
///
/// Such words say little elsewhere; beside "all", they say which.
struct DescribedPlaces {
    let found: Bool

    init(_ terms: [Term], _ intent: ChatIntent) {
        guard [.install, .uninstall, .rollback].contains(intent) else {
            found = false
            return
        }
        let hasOtherSkill = terms.count(where: \.isSkill) > 1
        found = terms.indices.contains { index in
            let term = terms[index]
            // Everywhere that it is: but for an install, that is not everywhere.
            if term.mark == .everywhere, term.text.hasPrefix("설치된") {
                return intent == .install || hasOtherSkill
            }
            guard term.mark == .filler, let behind = terms[(index + 1)...].first(where: { !$0.isFiller }),
                Self.isPlace(behind)
            else { return false }
            return Self.descriptions.contains(term.text)
                || Self.attributes.contains(term.text) && Self.hasSubject(terms, before: index)
        }
    }

    private static let descriptions: Set<String> = [
        "있는", "해당", "폴더", "에이전트", "열린", "가진", "달린", "붙은", "온", "뜬", "발생한", "설정된",
    ]

    /// Every provider is one that was registered.
    private static let attributes: Set<String> = ["등록된", "등록"]

    private static func isPlace(_ term: Term) -> Bool {
        switch term.meaning {
        case .mark(.all), .mark(.allOf), .mark(.everywhere), .mark(.rest): true
        case .noun(.provider), .noun(.providers), .noun(.place): true
        default: false
        }
    }

    /// A name before it that is no object: "log-triage가 등록된".
    private static func hasSubject(_ terms: [Term], before index: Int) -> Bool {
        guard let name = terms[..<index].lastIndex(where: \.isEntity),
            terms[(name + 1)..<index].allSatisfy({ $0.mark == .filler })
        else { return false }
        return !terms.particle(at: name).hasSuffix("을") && !terms.particle(at: name).hasSuffix("를")
    }
}
