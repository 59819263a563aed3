import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let settingsRoutes: [Route] =
        [
            .get("/settings") { visit, plane in
                try visit.page(
                    "settings/page",
                    title: visit.words["nav.settings"],
                    active: .settings,
                    SettingsModel(visit, tokens: await TokensModel(visit, plane))
                )
            },
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
        ] + tokenRoutes
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
    let tokens: TokensModel

    init(_ visit: Visit, tokens: TokensModel) {
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
        self.tokens = tokens
    }
}
