package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    static let listAccounts: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        try query.finish()
        return try call.json(try await plane.accounts())
    }

    static let createAccount: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let account = try await plane.createAccount(try await call.body(as: AccountRequest.self))
        return try call.account(account, status: .created)
    }

    static let getAccount: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.account(try await plane.account(try call.accountID()))
    }

    static let changeAccount: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.accountID()
        let precondition = try call.ifMatch()
        let change = try await call.body(as: AccountChange.self)
        return try call.account(try await plane.changeAccount(id, change, if: precondition))
    }

    static let signOutAccount: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.signOutAccount(try call.accountID()))
    }
}

extension Call {
    fileprivate func account(_ account: AccountView, status: HTTPResponse.Status = .ok) throws -> Response {
        var headers = HTTPFields.tagged(account.revision)
        headers[.location] = "/api/accounts/\(account.id)"
        return try json(account, status: status, headers: headers)
    }
}

extension AccountRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let name = object.requiredText("name", 1...64)
        let displayName = object.text("display_name", 1...100)
        let role = object.require("role") ? object.choice("role", of: Role.self) : nil
        let scope = object.object("scope", of: Scope.self)
        let password = object.requiredText("password", 1...256)
        guard let name, let role, let password else { return nil }
        self.init(name: name, displayName: displayName, role: role, scope: scope, password: password)
    }
}

extension AccountChange: Readable {
    package init?(reading object: inout ObjectReader) {
        self.init(
            displayName: object.text("display_name", 1...100),
            role: object.choice("role", of: Role.self),
            scope: object.object("scope", of: Scope.self),
            disabled: object.flag("disabled"),
            password: object.text("password", 1...256)
        )
    }
}

extension Scope: Readable {
    package init?(reading object: inout ObjectReader) {
        let count = 1...Scope.maximumEntries
        var providers: [String]?
        var namespaces: [String]?
        if object.has("providers") {
            providers = object.texts("providers", count: count, rule: Grammar.providerIDRule.sentence) {
                Grammar.isProviderID($0)
            }
        }
        if object.has("namespaces") {
            let rule = "A namespace has 1 to 100 characters, none of them a control character."
            namespaces = object.texts("namespaces", count: count, rule: rule) {
                (1...100).contains($0.unicodeScalars.count) && Grammar.isPlain($0)
            }
        }
        self.init(providers: providers?.map(ProviderID.init(rawValue:)), namespaces: namespaces)
    }
}
