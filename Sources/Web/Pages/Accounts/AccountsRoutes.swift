import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let accountsRoutes: [Route] =
        [
            .get("/settings/accounts") { visit, plane in
                try visit.accounts(try await AccountsModel(visit, plane))
            },
            .post("/settings/accounts", createAccount),
            .get("/settings/accounts/:id") { visit, plane in
                let account = try await plane.account(try visit.accountID())
                return try visit.account(AccountModel(account, visit))
            },
            .post("/settings/accounts/:id", changeAccount),
        ]
        + AccountAction.allCases.flatMap { action -> [Route] in
            let path = "/settings/accounts/:id/\(action.rawValue)"
            return [
                .get(path) { visit, plane in
                    let account = try await plane.account(try visit.accountID())
                    return try visit.confirmation(AccountConfirmation(action, account, visit))
                },
                .post(path) { visit, plane in try await visit.carryOut(action, plane) },
            ]
        }

    private static let createAccount: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let entered = AccountForm(try await visit.form())
        do {
            let password = InitialPassword.make()
            let account = try await plane.createAccount(try entered.request(password: password))
            let issued = IssuedPassword(account, password, visit)
            return try visit.accounts(try await AccountsModel(visit, plane, issued: issued))
        } catch let problem as Problem where problem.canBeMendedByWhoEntered {
            let model = try await AccountsModel(visit, plane, entered: entered, refused: problem)
            return try visit.accounts(model, status: .unprocessableContent)
        }
    }

    private static let changeAccount: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let id = try visit.accountID()
        let form = try await visit.form()
        let entered = AccountForm(form)
        do throws(Problem) {
            let change = try entered.change()
            _ = try await plane.changeAccount(id, change, if: form.precondition)
            return visit.redirect(to: "/settings/accounts/\(id)?saved=yes")
        } catch {
            guard error.canBeMendedByWhoEntered || error.code == .preconditionFailed else { throw error }
            let account = try await plane.account(id)
            let model = AccountModel(account, visit, entered: entered, refused: error)
            let status = error.code == .preconditionFailed ? error.status : 422
            return try visit.account(model, status: .init(code: status))
        }
    }
}

extension Visit {
    fileprivate func accountID() throws(Problem) -> AccountID {
        guard let id = uuid() else {
            let detail: Phrase = "There is no such account: its id is a UUID in lower case."
            throw Problem(.notFound, as: "account_id", detail)
        }
        return AccountID(rawValue: id)
    }

    fileprivate func accounts(_ model: AccountsModel, status: HTTPResponse.Status = .ok) throws -> Response {
        let title = words["accounts.title"]
        return try page("accounts/page", title: title, active: .settings, status: status, model)
    }

    fileprivate func account(_ model: AccountModel, status: HTTPResponse.Status = .ok) throws -> Response {
        try page("accounts/account", title: model.name, active: .settings, status: status, model)
    }

    fileprivate func confirmation(_ model: AccountConfirmation) throws -> Response {
        try page("accounts/confirm", title: model.title, active: .settings, model)
    }

    /// Does what was confirmed, unless the account has become another one since.
    fileprivate func carryOut(_ action: AccountAction, _ plane: any ControlPlane) async throws -> Response {
        let id = try accountID()
        let precondition = try await form().precondition
        do {
            switch action {
            case .disable, .enable:
                let change = AccountChange(disabled: action == .disable)
                _ = try await plane.changeAccount(id, change, if: precondition)
            case .password:
                let password = InitialPassword.make()
                let account = try await plane.changeAccount(id, .init(password: password), if: precondition)
                let issued = IssuedPassword(account, password, self)
                return try self.account(AccountModel(account, self, issued: issued))
            case .signOut:
                _ = try await plane.signOutAccount(id)
            }
            return redirect(to: "/settings/accounts/\(id)?done=\(action.rawValue)")
        } catch let problem as Problem
            where problem.canBeMendedByWhoEntered || problem.code == .preconditionFailed
        {
            let account = try await plane.account(id)
            let model = AccountModel(account, self, refused: problem)
            return try self.account(model, status: .init(code: problem.status))
        }
    }
}

extension FormFields {
    /// What a form was based on; one without it matches nothing.
    fileprivate var precondition: Precondition { .unchanged(Revision(text: self["revision"] ?? "")) }
}

extension Problem {
    /// Whether it is about values of a form, rights that the visitor does not have among them.
    var canBeMendedByWhoEntered: Bool {
        isAboutWhatWasEntered || code == .permissionDenied && !errors.isEmpty
    }
}

/// What is done to an account by itself, after a question.
enum AccountAction: String, CaseIterable, Sendable {
    case disable
    case enable
    case password
    case signOut = "sign-out"

    var operation: Operation { self == .signOut ? .signOutAccount : .changeAccount }

    /// In the names of words.
    var word: String { rawValue.replacing("-", with: "_") }

    func isPossible(for account: AccountView, _ visit: Visit) -> Bool {
        guard visit.isAllowed(operation) else { return false }
        // One's own is looked after on the page of settings.
        guard account.id != visit.caller?.accountID else { return false }
        return switch self {
        case .disable: account.disabledAt == nil
        case .enable: account.disabledAt != nil
        case .password: account.issuer == nil
        case .signOut: true
        }
    }
}

/// A password for somebody else, to be replaced by one of their own.
enum InitialPassword {
    /// Nothing that looks like something else on paper.
    private static let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")

    /// 99 bits, in groups that can be read to somebody.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let groups = (0..<4).map { _ in
            String((0..<5).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
        }
        return groups.joined(separator: "-")
    }
}
