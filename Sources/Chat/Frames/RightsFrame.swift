import Contract

/// Lines about what somebody may do: rights are neither given nor listed here, and are no part of the audit log.
struct RightsFrame {
    private let sentence: Sentence

    init(_ sentence: Sentence) {
        self.sentence = sentence
    }

    var isMeant: Bool {
        guard !sentence.has(.why, .audit, .alert, .alerts), !sentence.has(.runs, .run, .activity) else {
            return false
        }
        return asksAboutRights && !asksForSomethingElse
    }

    private var asksAboutRights: Bool {
        if sentence.has(.who) { return asksWhoHasThem }
        if speaksOfRights { return namesPerson || isHandedOver }
        guard namesPerson else { return false }
        return isHandedToPerson || speaksOfRoles && (isChanged || sentence.has(.exist))
    }

    private var namesPerson: Bool { !sentence.mentions.users.isEmpty }

    /// "Who can approve it" is another question, and who changed rights is in the audit log.
    private var asksWhoHasThem: Bool {
        guard !sentence.acts.contains(where: { $0.act?.act.isChange ?? false }) else { return false }
        return speaksOfRights
            ? sentence.has(.exist) || namesPerson
            : speaksOfRoles && sentence.acts.isEmpty
    }

    /// "Give mina pdf-tools"; "give mina's runs" is for the speaker.
    private var isHandedToPerson: Bool {
        guard let verb = sentence.opening.first, let person = sentence.opening.dropFirst().first else {
            return false
        }
        return ["give", "grant", "assign"].contains(verb.text) && person.isPerson
            && !person.text.hasSuffix("'s")
    }

    /// What is asked for besides rights is asked about: "권한 문제로 release-notes 설치해줘".
    private var asksForSomethingElse: Bool {
        let isNamed = sentence.terms.contains { $0.isEntity && !$0.isPerson }
        return isNamed && Deeds(sentence).asked != nil
    }

    /// Not 권한으로, by virtue of which; in a cause, 권한 때문에, it is no word of the line any more.
    private var speaksOfRights: Bool {
        sentence.unknown.contains { term in
            term.isHangul
                ? Self.koreanRights.contains { term.text.hasPrefix($0) } && !term.text.hasSuffix("으로")
                : Self.rights.contains(term.text)
        }
    }

    private static let rights: Set<String> = [
        "rights", "permission", "permissions", "privilege", "privileges", "role", "roles",
    ]
    private static let koreanRights = ["권한", "역할"]

    /// A person may be called "admin": beside the name of another one, it is the role.
    private var speaksOfRoles: Bool {
        sentence.terms.contains { term in
            guard term.meaning == .unknown || term.isPerson && sentence.mentions.users.count > 1 else {
                return false
            }
            return term.isHangul
                ? Self.koreanRoles.contains { term.text.hasPrefix($0) }
                : Self.roles.contains { term.text == $0 || term.text == $0 + "s" }
        }
    }

    private static let roles: Set<String> = Set(
        Role.allCases.map(\.rawValue) + ["administrator", "owner", "superuser", "access", "right"]
    )
    private static let koreanRoles = ["관리자", "운영자", "승인자", "감사자", "조회자"]

    /// English puts the verb first; Korean last and with endings, so that there it may stand anywhere.
    private var isHandedOver: Bool { begins(with: Self.givings) || hasKorean(Self.koreanGivings) }

    /// As in "make mina an admin", where only the person says that it is no skill.
    private var isChanged: Bool {
        isHandedOver || begins(with: Self.changes) || hasKorean(Self.koreanChanges)
    }

    private func begins(with verbs: Set<String>) -> Bool {
        sentence.opening.first.map { verbs.contains($0.text) } ?? false
    }

    private func hasKorean(_ verbs: [String]) -> Bool {
        sentence.terms.contains { term in term.isHangul && verbs.contains { term.text.hasPrefix($0) } }
    }

    private static let givings: Set<String> = ["give", "grant", "assign", "revoke", "take", "strip"]
    private static let koreanGivings = ["줘", "주세요", "주십시오", "주자", "부여", "회수", "박탈"]
    private static let changes: Set<String> = [
        "make", "promote", "demote", "set", "add", "remove", "change", "let", "invite", "appoint",
    ]
    private static let koreanChanges = [
        "추가", "제거", "해제", "삭제", "바꿔", "변경", "승격", "강등", "지정", "올려", "내려", "빼", "만들",
    ]
}

extension Term {
    fileprivate var isPerson: Bool {
        if case .user = meaning { true } else { false }
    }
}
