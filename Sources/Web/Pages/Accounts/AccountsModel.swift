import Contract

/// All accounts, and the form for one more.
struct AccountsModel: Sendable {
    struct Row: Sendable {
        let href: String
        let id: String
        let name: String
        let displayName: String?
        let role: String
        let scope: String
        let chip: Chip
        let signedIn: Moment?
    }

    let rows: [Row]
    let isEmpty: Bool
    /// Nil for whoever may only look.
    let form: AccountFormModel?
    let issued: IssuedPassword?

    /// - Throws: ``Problem`` when the accounts cannot be read.
    init(
        _ visit: Visit,
        _ plane: any ControlPlane,
        entered: AccountForm = AccountForm(FormFields("")),
        refused: Problem? = nil,
        issued: IssuedPassword? = nil
    ) async throws(Problem) {
        rows = try await plane.accounts().items.map { Row($0, visit) }
        isEmpty = rows.isEmpty
        form =
            visit.isAllowed(.createAccount)
            ? AccountFormModel(
                entered.fields(isNew: true, refused: refused, visit),
                notice: FormFaults(refused, visit.words).notice,
                action: "/settings/accounts",
                submit: visit.words["accounts.create"],
                revision: nil
            ) : nil
        self.issued = issued
    }
}

extension AccountsModel.Row {
    fileprivate init(_ account: AccountView, _ visit: Visit) {
        id = account.id.rawValue
        href = "/settings/accounts/\(account.id)"
        name = account.name
        displayName = account.displayName
        role = visit.words["role.\(account.role.rawValue)"]
        scope = visit.words.scope(account.scope)
        chip = Chip(account, visit.words)
        signedIn = account.lastSignedInAt.map(visit.moment)
    }
}

extension Chip {
    fileprivate init(_ account: AccountView, _ words: Words) {
        self =
            account.disabledAt == nil
            ? Chip(.ok, words["accounts.active"]) : Chip(.idle, words["accounts.disabled"])
    }
}

struct AccountFormModel: Sendable {
    let fields: [FormField]
    let notice: FormFaults.Notice?
    let action: String
    let submit: String
    /// What the change is based on; nil for something new.
    let revision: String?

    init(
        _ fields: [FormField],
        notice: FormFaults.Notice?,
        action: String,
        submit: String,
        revision: String?
    ) {
        self.fields = fields
        self.notice = notice
        self.action = action
        self.submit = submit
        self.revision = revision
    }
}

/// A password that was just made for somebody, shown this once.
struct IssuedPassword: Sendable {
    let title: String
    let password: String

    init(_ account: AccountView, _ password: String, _ visit: Visit) {
        title = visit.words["accounts.issued", ["name": account.name]]
        self.password = password
    }
}

/// One account with what can be done to it.
struct AccountModel: Sendable {
    struct Action: Sendable {
        let id: String
        let href: String
        let label: String
        let isDangerous: Bool
    }

    let name: String
    let role: String
    let scope: String
    let displayName: String?
    /// The identity provider that vouches for the person.
    let issuer: String?
    let chip: Chip
    let created: Moment
    let signedIn: Moment?
    let form: AccountFormModel?
    let actions: [Action]
    let hasActions: Bool
    /// What was just done.
    let done: String?
    let issued: IssuedPassword?
    /// What was refused, where no form shows it.
    let notice: FormFaults.Notice?
    let isOwn: Bool

    init(
        _ account: AccountView,
        _ visit: Visit,
        entered: AccountForm? = nil,
        refused: Problem? = nil,
        issued: IssuedPassword? = nil
    ) {
        let words = visit.words
        name = account.name
        displayName = account.displayName
        role = words["role.\(account.role.rawValue)"]
        scope = words.scope(account.scope)
        issuer = account.issuer
        chip = Chip(account, words)
        created = visit.moment(account.createdAt)
        signedIn = account.lastSignedInAt.map(visit.moment)
        let refusal = FormFaults(refused, words).notice
        form =
            visit.isAllowed(.changeAccount)
            ? AccountFormModel(
                (entered ?? AccountForm(account)).fields(
                    isNew: false,
                    hasGivenRole: account.issuer != nil,
                    refused: refused,
                    visit
                ),
                notice: refusal,
                action: "/settings/accounts/\(account.id)",
                submit: words["common.save"],
                revision: account.revision.text
            ) : nil
        notice = form == nil ? refusal : nil
        actions = AccountAction.allCases.filter { $0.isPossible(for: account, visit) }.map { action in
            Action(
                id: "account-\(action.rawValue)",
                href: "/settings/accounts/\(account.id)/\(action.rawValue)",
                label: words["accounts.\(action.word)"],
                isDangerous: action == .disable
            )
        }
        hasActions = !actions.isEmpty
        done = refused == nil ? Self.done(visit) : nil
        self.issued = issued
        isOwn = account.id == visit.caller?.accountID
    }

    private static func done(_ visit: Visit) -> String? {
        if visit.query["saved"] != nil { return visit.words["accounts.saved"] }
        let action: AccountAction? = visit.query.choice("done")
        return action.map { visit.words["accounts.\($0.word)_done"] }
    }
}

/// What is asked before something is done to an account.
struct AccountConfirmation: Sendable {
    let title: String
    let effect: String
    let action: String
    let back: String
    let revision: String
    let submit: String
    let isDangerous: Bool

    init(_ action: AccountAction, _ account: AccountView, _ visit: Visit) {
        let words = visit.words
        title = words["accounts.\(action.word)_title", ["name": account.name]]
        effect = words["accounts.\(action.word)_effect"]
        self.action = "/settings/accounts/\(account.id)/\(action.rawValue)"
        back = "/settings/accounts/\(account.id)"
        revision = account.revision.text
        submit = words["accounts.\(action.word)"]
        isDangerous = action != .enable
    }
}
