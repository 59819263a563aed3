import Contract
import Store

/// What the parts of an account have to be.
enum AccountRules {
    static let nameLength = 1...64
    static let displayNameLength = 1...100
    /// Names that the history uses for what nobody asked for.
    private static let reserved: Set = [
        "system", "worker", "watchdog", "janitor", "anonymous", "bootstrap", "first-run",
    ]

    static func faults(name: String) -> [Problem.Fault] {
        guard nameLength.contains(name.unicodeScalars.count) else {
            return [.init("/name", .length, as: "account_name", "A name has 1 to 64 characters.")]
        }
        let scalars = name.unicodeScalars
        guard scalars.first.map(isPlain) == true,
            scalars.allSatisfy({ isPlain($0) || isMark($0) || "._-@+".unicodeScalars.contains($0) })
        else {
            let rule: Phrase = "A name has letters, digits and . _ - @ +, and begins with a letter or digit."
            return [.init("/name", .format, as: "account_name", rule)]
        }
        guard !reserved.contains(AccountTable.folded(name)) else {
            return [.init("/name", .choice, as: "account_name", "This name stands for the program itself.")]
        }
        return []
    }

    static func faults(displayName: String?) -> [Problem.Fault] {
        guard let displayName, !displayNameLength.contains(displayName.unicodeScalars.count) else {
            return []
        }
        return [.init("/display_name", .length, as: "shown_name", "A shown name has 1 to 100 characters.")]
    }

    static func faults(_ scope: Scope?) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if let providers = scope?.providers {
            faults += countFaults(providers.count, "/scope/providers")
            for (index, id) in providers.enumerated() where !id.isWellFormed {
                let rule: Phrase = "This cannot be the id of a provider."
                faults.append(.init("/scope/providers/\(index)", .format, as: "scope_provider", rule))
            }
        }
        if let namespaces = scope?.namespaces {
            faults += countFaults(namespaces.count, "/scope/namespaces")
            for (index, name) in namespaces.enumerated() where !(1...100).contains(name.unicodeScalars.count)
            {
                let rule: Phrase = "A namespace has 1 to 100 characters."
                faults.append(.init("/scope/namespaces/\(index)", .length, as: "scope_namespace", rule))
            }
        }
        return faults
    }

    /// What an administrator cannot give to somebody for whom an identity provider vouches.
    static func faults(ofVouchedFor change: AccountChange, to account: AccountView) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        // Less is possible, until the provider gives it again: what is taken there may take effect too late.
        if let role = change.role, !role.isWithin(account.role) {
            let rule: Phrase = "The identity provider gives this account its role at every sign-in."
            faults.append(.init("/role", .choice, as: "vouched_role", rule))
        }
        if change.password != nil {
            let rule: Phrase = "This account signs in at an identity provider and has no password here."
            faults.append(.init("/password", .choice, as: "vouched_password", rule))
        }
        return faults
    }

    private static func countFaults(_ count: Int, _ pointer: String) -> [Problem.Fault] {
        guard !(1...Scope.maximumEntries).contains(count) else { return [] }
        let rule: Phrase = "From 1 to \(Scope.maximumEntries, as: "limit") entries are allowed."
        return [.init(pointer, .range, as: "scope_entries", rule)]
    }

    /// Letters and digits that are seen: two names that look alike would be two accounts.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return !properties.isDefaultIgnorableCodePoint
            && (properties.isAlphabetic || properties.numericType != nil)
    }

    /// What scripts write above, below or around a letter.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        guard !properties.isDefaultIgnorableCodePoint else { return false }
        return properties.generalCategory == .nonspacingMark || properties.generalCategory == .spacingMark
    }
}

extension Scope {
    /// Nil for everything, as it is stored.
    var bounded: Scope? { isEverything ? nil : self }

    /// For the history; empty for everything.
    var auditDetail: [String: String] {
        var detail: [String: String] = [:]
        if let providers { detail["providers"] = providers.map(\.rawValue).joined(separator: " ") }
        if let namespaces { detail["namespaces"] = namespaces.joined(separator: " ") }
        return detail
    }
}

extension AccountTable {
    /// - Parameters:
    ///   - name: As it is written.
    ///   - isFromElsewhere: Whether its owner chose it elsewhere: then a token of nobody keeps it that was revoked, too,
    ///     so that the history has no two of that name, and so does a namespace that has skills.
    ///   - connection: Where tokens are looked up.
    /// - Throws: ``Problem`` with `conflict` when an account, or a token of nobody, has the name.
    func requireFree(_ name: String, isFromElsewhere: Bool = false, _ connection: any Connection) throws {
        if try secured(named: name) != nil { throw Problem.takenAccount(name) }
        if isFromElsewhere, try SkillTable(connection).hasSkills(of: name) {
            throw Problem.takenAccount(name)
        }
        let folded = Self.folded(name)
        let tokens = try TokenTable(connection).all()
        if tokens.contains(where: {
            $0.accountID == nil && (isFromElsewhere || $0.revokedAt == nil) && Self.folded($0.name) == folded
        }) {
            let detail: Phrase =
                "There is a token named \(name, as: "name") that belongs to nobody; revoke it first."
            throw Problem(.conflict, as: "token_of_nobody", detail)
        }
    }
}

extension Problem {
    static func takenAccount(_ name: String) -> Problem {
        Problem(.conflict, as: "account_name", "There is an account named \(name, as: "name") already.")
    }
}
