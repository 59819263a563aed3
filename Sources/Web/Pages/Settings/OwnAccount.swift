import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let ownAccountRoutes: [Route] = [
        .post("/settings/password", changePassword),
        .post("/settings/sessions/:id/end", endSession),
        .get("/settings/sessions/end", confirmEndOfAll),
        .post("/settings/sessions/end", endAllSessions),
    ]

    private static let changePassword: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let form = try await visit.form()
        do throws(Problem) {
            try PasswordEntry.requireSame(form, as: "new")
            let change = PasswordChange(current: form["current"] ?? "", new: form["new"] ?? "")
            let issued = try await plane.changePassword(change)
            let place = Address("/settings", ["password": "changed"]).text + "#account"
            return visit.keeping(issued.secret, in: visit.redirect(to: place))
        } catch {
            guard error.isAboutWhatWasEntered || error.code == .rateLimited else { throw error }
            return try await visit.settings(plane, refusedPassword: error)
        }
    }

    private static let endSession: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        do throws(Problem) {
            _ = try await plane.endSession(try visit.sessionID())
        } catch {
            // It ended by itself meanwhile, which is what was wanted.
            guard error.code == .notFound else { throw error }
        }
        return visit.redirect(to: "/settings#sessions")
    }

    private static let confirmEndOfAll: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let model = EndOfAllModel(try await plane.sessions().items.count, visit.words)
        let title = visit.words["account.end_all_title"]
        return try visit.page("settings/end-all", title: title, active: .settings, model)
    }

    private static let endAllSessions: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        guard let account = visit.caller?.accountID else {
            throw Problem(.notFound, as: "no_session", "You came with a token; there is no session to end.")
        }
        _ = try await plane.signOutAccount(account)
        return visit.forgettingSession(visit.redirect(to: "/sign-in"))
    }
}

extension Visit {
    fileprivate func sessionID() throws(Problem) -> SessionID {
        guard let id = uuid() else {
            let detail: Phrase = "There is no such session: its id is a UUID in lower case."
            throw Problem(.notFound, as: "session_id", detail)
        }
        return SessionID(rawValue: id)
    }
}

/// Who the visitor is, and the form that changes the password.
struct OwnAccount: Sendable {
    let name: String
    let role: String
    let scope: String
    /// Set for whoever has an account; without one there is nothing to change.
    let form: Form?

    struct Form: Sendable {
        let fields: [FormField]
        let notice: FormFaults.Notice?
        let wait: String?
        let isChanged: Bool
    }

    init(_ caller: CallerView, _ visit: Visit, refused: Problem?) {
        let words = visit.words
        name = caller.name
        role = words["role.\(caller.role.rawValue)"]
        scope = words.scope(caller.scope)
        guard visit.isAllowed(.changePassword) else {
            form = nil
            return
        }
        let faults = FormFaults(refused, words)
        let current = FormField.text(
            "current",
            words["account.current"],
            value: nil,
            type: "password",
            autocomplete: "current-password",
            isRequired: true,
            faults: faults["/current"]
        )
        let wait = refused?.code == .rateLimited ? refused?.retryAfterSeconds ?? 1 : nil
        form = Form(
            fields: [current] + PasswordEntry.fields("new", words["account.new"], faults, words),
            notice: wait == nil ? faults.notice : nil,
            wait: wait.map { words["signin.wait", ["time": words.duration(milliseconds: $0 * 1000)]] },
            isChanged: refused == nil && visit.query["password"] == "changed"
        )
    }
}

/// The visitor's sessions; nil model where there is no account.
struct OwnSessions: Sendable {
    struct Row: Sendable {
        let id: String
        let begun: Moment
        let seen: Moment
        let expires: Moment
        let address: String?
        /// Nil on the session that asks, which is signed out of instead.
        let end: String?
        let endLabel: String
        let chip: Chip?
    }

    let rows: [Row]
    let failure: FormFaults.Notice?
    let hasSeveral: Bool

    init?(_ visit: Visit, _ plane: any ControlPlane) async {
        guard visit.isAllowed(.readSessions) else { return nil }
        do throws(Problem) {
            let sessions = try await plane.sessions().items
            rows = sessions.map { Row($0, visit) }
            failure = nil
        } catch {
            (rows, failure) = ([], FormFaults(error, visit.words).notice)
        }
        hasSeveral = !rows.isEmpty
    }
}

extension OwnSessions.Row {
    fileprivate init(_ session: SessionView, _ visit: Visit) {
        id = session.id.rawValue
        begun = visit.moment(session.createdAt)
        seen = visit.moment(session.lastSeenAt)
        expires = visit.moment(session.expiresAt)
        address = session.address
        end = session.current ? nil : "/settings/sessions/\(session.id)/end"
        endLabel = visit.words["account.end_named", ["when": begun.exact]]
        chip = session.current ? Chip(.ok, visit.words["account.this_one"]) : nil
    }
}

/// What is asked before every session is ended.
struct EndOfAllModel: Sendable {
    let lead: String

    init(_ count: Int, _ words: Words) {
        lead = words.counted("account.end_all_lead", count)
    }
}

extension Words {
    /// Where somebody may change something, in one line.
    func scope(_ scope: Scope?) -> String {
        guard let scope, !scope.isEverything else { return self["account.everywhere"] }
        let providers = scope.providers.map {
            self["account.on_providers", ["names": $0.map(\.rawValue).joined(separator: ", ")]]
        }
        let namespaces = scope.namespaces.map {
            self["account.in_namespaces", ["names": $0.joined(separator: ", ")]]
        }
        return [providers, namespaces].compactMap(\.self).joined(separator: " · ")
    }
}
