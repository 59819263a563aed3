import Contract

/// What was entered to make or change an account.
struct AccountForm: Sendable {
    let name: String
    let displayName: String
    /// Empty where it cannot be chosen.
    let role: String
    let scope: ScopeEntry

    init(_ form: FormFields) {
        name = form["name"]?.trimmed ?? ""
        displayName = form["display_name"]?.trimmed ?? ""
        role = form["role"] ?? ""
        scope = ScopeEntry(form)
    }

    init(_ account: AccountView) {
        name = account.name
        displayName = account.displayName ?? ""
        role = account.role.rawValue
        scope = ScopeEntry(account.scope)
    }

    func request(password: String) throws(Problem) -> AccountRequest {
        AccountRequest(
            name: name,
            displayName: displayName.isEmpty ? nil : displayName,
            role: role.isEmpty ? .viewer : try chosenRole(),
            scope: scope.scope.isEverything ? nil : scope.scope,
            password: password
        )
    }

    func change() throws(Problem) -> AccountChange {
        AccountChange(
            displayName: displayName.isEmpty ? nil : displayName,
            role: role.isEmpty ? nil : try chosenRole(),
            scope: scope.scope
        )
    }

    private func chosenRole() throws(Problem) -> Role {
        if let role = Role(rawValue: role) { return role }
        let fault = Problem.Fault("/role", .choice, as: "role", "Choose one of the listed roles.")
        throw Problem(.validationFailed, as: "one", "One value is invalid.", errors: [fault])
    }

    /// - Parameters:
    ///   - isNew: Whether the name can still be chosen.
    ///   - hasGivenRole: Whether an identity provider gives the role.
    ///   - refused: What was wrong with it.
    ///   - visit: Who looks.
    /// - Returns: The fields with what is entered.
    func fields(isNew: Bool, hasGivenRole: Bool = false, refused: Problem?, _ visit: Visit) -> [FormField] {
        let words = visit.words
        let faults = FormFaults(refused, words)
        let nameField = FormField.text(
            "name",
            words["accounts.name"],
            help: words["accounts.name_help"],
            value: name,
            length: 64,
            isRequired: true,
            faults: faults["/name"]
        )
        let shown = FormField.text(
            "display_name",
            words["accounts.display_name"],
            value: displayName,
            length: 100,
            faults: faults["/display_name"]
        )
        let roles = FormField.choice(
            "role",
            words["accounts.role"],
            help: words["accounts.role_help"],
            visit.givableRoles.map {
                .init(
                    value: $0.rawValue,
                    label: words["role.\($0.rawValue)"],
                    isChosen: $0.rawValue == (role.isEmpty ? Role.viewer.rawValue : role)
                )
            },
            isRequired: true,
            faults: faults["/role"]
        )
        return (isNew ? [nameField] : []) + [shown] + (hasGivenRole ? [] : [roles])
            + scope.fields(refused, words)
    }
}

/// A scope as it is typed: names with commas or spaces in between, nothing for all.
struct ScopeEntry: Sendable {
    let providers: String
    let namespaces: String

    init(_ form: FormFields) {
        providers = form["providers"] ?? ""
        namespaces = form["namespaces"] ?? ""
    }

    init(_ scope: Scope?) {
        providers = (scope?.providers ?? []).map(\.rawValue).joined(separator: ", ")
        namespaces = (scope?.namespaces ?? []).joined(separator: ", ")
    }

    var scope: Scope {
        let (providers, namespaces) = (Self.names(providers), Self.names(namespaces))
        return Scope(
            providers: providers.isEmpty ? nil : providers.map(ProviderID.init(rawValue:)),
            namespaces: namespaces.isEmpty ? nil : namespaces
        )
    }

    func fields(_ refused: Problem?, _ words: Words) -> [FormField] {
        let faults = FormFaults(refused, words)
        return [
            .text(
                "providers",
                words["accounts.providers"],
                help: words["accounts.providers_help"],
                value: providers,
                faults: faults.below("/scope/providers") + faults["/scope"]
            ),
            .text(
                "namespaces",
                words["accounts.namespaces"],
                help: words["accounts.namespaces_help"],
                value: namespaces,
                faults: faults.below("/scope/namespaces")
            ),
        ]
    }

    private static func names(_ text: String) -> [String] {
        text.split { $0 == "," || $0.isWhitespace }.map(String.init)
    }
}
