import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let settingsRoutes: [Route] =
        [
            .get("/settings") { visit, plane in try await visit.settings(plane) },
            // For visitors who have not signed in yet, too.
            .open(.post, "/settings/language") { visit in
                let form = try await visit.form()
                return visit.preferring([Preference(WebCookie.language, form["to"], Language.self)], form)
            },
            .open(.post, "/settings/theme") { visit in
                let form = try await visit.form()
                return visit.preferring([Preference(WebCookie.theme, form["to"], Theme.self)], form)
            },
            .open(.post, "/settings/density") { visit in
                let form = try await visit.form()
                return visit.preferring([Preference(WebCookie.density, form["to"], Density.self)], form)
            },
            .open(.post, "/settings/preferences") { visit in
                let form = try await visit.form()
                let chosen = [
                    Preference(WebCookie.language, form["language"], Language.self),
                    Preference(WebCookie.theme, form["theme"], Theme.self),
                    Preference(WebCookie.density, form["density"], Density.self),
                    Preference(name: WebCookie.keys, value: form["keys"] == nil ? "off" : ""),
                ]
                return visit.preferring(chosen, form)
            },
        ] + ownAccountRoutes + tokenRoutes
}

/// What a visitor likes better, kept in a cookie of this browser.
private struct Preference: Sendable {
    let name: String
    /// Empty for the usual.
    let value: String

    init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// Anything but a value of that type stands for the usual.
    init<Value: RawRepresentable>(_ name: String, _ value: String?, _ type: Value.Type)
    where Value.RawValue == String {
        self.init(name: name, value: value.flatMap(type.init)?.rawValue ?? "")
    }
}

extension Visit {
    /// The whole page, with what a refused form of it has to say.
    func settings(
        _ plane: any ControlPlane,
        tokens: TokensModel? = nil,
        refusedPassword: Problem? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        async let sessions = OwnSessions(self, plane)
        let listed: TokensModel
        if let tokens { listed = tokens } else { listed = await TokensModel(self, plane) }
        let model = SettingsModel(
            self,
            account: caller.map { OwnAccount($0, self, refused: refusedPassword) },
            sessions: await sessions,
            tokens: listed
        )
        let status = refusedPassword.map { HTTPResponse.Status(code: $0.status) } ?? status
        return try page(
            "settings/page",
            title: words["nav.settings"],
            active: .settings,
            status: status,
            model
        )
    }

    /// Keeps what was chosen and goes back to where the form was.
    fileprivate func preferring(_ preferences: [Preference], _ form: FormFields) -> Response {
        var response = redirect(to: form["next"].flatMap(WebSite.ownPath) ?? "/dashboard")
        for preference in preferences {
            response.setCookie(
                Cookie(
                    name: preference.name,
                    value: preference.value,
                    maxAge: preference.value.isEmpty ? 0 : 31_536_000,
                    path: "/",
                    secure: site.settings.secureCookies,
                    // Scripts switch the theme without a round trip.
                    httpOnly: false,
                    sameSite: .lax
                )
            )
        }
        return response
    }
}

/// The settings as their template reads them.
struct SettingsModel: Sendable {
    let languages: [Choice]
    let themes: [Choice]
    let densities: [Choice]
    let hasKeys: Bool
    let account: OwnAccount?
    let sessions: OwnSessions?
    let tokens: TokensModel
    /// Whether there is a page of all accounts for this visitor.
    let hasAccounts: Bool
    /// Whether there is a page of channels for this visitor.
    let hasChannels: Bool

    init(_ visit: Visit, account: OwnAccount?, sessions: OwnSessions?, tokens: TokensModel) {
        let words = visit.words
        languages = Language.allCases.map {
            Choice(value: $0.rawValue, label: $0.ownName, isChosen: $0 == words.language)
        }
        themes =
            [Choice(value: "system", label: words["settings.system"], isChosen: visit.theme == nil)]
            + Theme.allCases.map {
                .init(
                    value: $0.rawValue,
                    label: words["settings.\($0.rawValue)"],
                    isChosen: $0 == visit.theme
                )
            }
        densities = Density.allCases.map {
            Choice(
                value: $0.rawValue,
                label: words["settings.\($0.rawValue)"],
                isChosen: $0 == visit.density
            )
        }
        hasKeys = visit.hasKeys
        self.account = account
        self.sessions = sessions
        self.tokens = tokens
        hasAccounts = visit.isAllowed(.readAccounts)
        hasChannels = visit.isAllowed(.readChannels)
    }
}
