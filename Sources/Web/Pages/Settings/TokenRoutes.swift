import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let tokenRoutes: [Route] = [
        .post("/settings/tokens", createToken),
        .get("/settings/tokens/:id/revoke", confirmRevocation),
        .post("/settings/tokens/:id/revoke", revokeToken),
    ]

    private static let createToken: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let form = try await visit.form()
        let entered = TokenForm(form)
        let now = visit.site.now()
        do {
            let request = try entered.request(at: now)
            let issued = try await visit.site.tokenIssues.token(form["key"], for: visit.caller, at: now) {
                try await plane.createToken(request)
            }
            return try await visit.tokens(await TokensModel(visit, plane, issued: issued), plane)
        } catch let problem as Problem where problem.canBeMendedByWhoEntered {
            let model = await TokensModel(visit, plane, entered: entered, refused: problem)
            return try await visit.tokens(model, plane, status: .init(code: problem.status))
        }
    }

    private static let confirmRevocation: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let token = try await visit.token(plane)
        let model = RevocationModel(token, visit)
        guard visit.isPartial else {
            return try visit.page(
                "settings/revoke-page",
                title: visit.words["tokens.revoke_title"],
                active: .settings,
                model
            )
        }
        return try visit.part("settings/revoke", model)
    }

    private static let revokeToken: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let token = try await plane.revokeToken(try visit.tokenID(), if: .present)
        guard visit.isPartial else { return visit.redirect(to: "/settings#tokens") }
        let toast = Toast(kind: .ok, text: visit.words["tokens.revoked_toast", ["name": token.name]])
        let model = await TokensModel(visit, plane)
        return try visit.part("settings/tokens", events: ["modal:close"], toast: toast, model)
    }
}

extension Visit {
    fileprivate func tokens(
        _ model: TokensModel,
        _ plane: any ControlPlane,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard isPartial else { return try await settings(plane, tokens: model, status: status) }
        return try part("settings/tokens", status: status == .ok ? .ok : .unprocessableContent, model)
    }

    fileprivate func token(_ plane: any ControlPlane) async throws -> TokenView {
        let id = try tokenID()
        guard let token = try await plane.tokens().items.first(where: { $0.id == id }) else {
            throw Problem(.notFound, as: "token", "There is no token \(id, as: "token").")
        }
        return token
    }
}

/// What was entered to make a token.
struct TokenForm: Sendable {
    let name: String
    let role: String
    let days: String
    let scope: ScopeEntry

    /// For how long, in days.
    static let spans = [7, 30, 90, 365]

    init(_ form: FormFields) {
        name = form["name"] ?? ""
        role = form["role"] ?? Role.viewer.rawValue
        days = form["days"] ?? "90"
        scope = ScopeEntry(form)
    }

    func request(at now: Timestamp) throws(Problem) -> TokenRequest {
        var faults: [Problem.Fault] = []
        if name.isEmpty {
            faults.append(.init("/name", .required, as: "token_name", "It has 1 to 100 characters."))
        }
        let role = Role(rawValue: role)
        if role == nil {
            faults.append(.init("/role", .choice, as: "role", "Choose one of the listed roles."))
        }
        let span = Int(days).flatMap { Self.spans.contains($0) ? $0 : nil }
        if span == nil, days != "never" {
            faults.append(
                .init("/expires_at", .choice, as: "token_expiry", "Choose one of the listed spans.")
            )
        }
        guard let role, faults.isEmpty else {
            throw Problem(.validationFailed, as: "token", "The token cannot be made.", errors: faults)
        }
        return TokenRequest(
            name: name,
            role: role,
            // Without one it gets all of the maker's.
            scope: scope.scope.isEverything ? nil : scope.scope,
            expiresAt: span.map { now + .seconds($0 * 86_400) }
        )
    }
}
