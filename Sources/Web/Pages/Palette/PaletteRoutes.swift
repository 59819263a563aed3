import Contract
import Hummingbird
import Requests

extension WebSite {
    static let paletteRoutes: [Route] = [.get("/ui/palette", palette)]

    private static let palette: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let text = visit.query["q"] ?? ""
        guard visit.isPartial else { return visit.redirect(to: Address("/skills", ["q": text]).text) }
        let model = PaletteModel(entries: await PaletteEntry.found(for: visit, plane, matching: text))
        return try visit.part("palette/list", model)
    }
}

struct PaletteModel: Sendable {
    let entries: [PaletteEntry]
}

/// Somewhere to go, or something to do, as the palette lists it.
struct PaletteEntry: Sendable {
    let id: String
    let icon: String
    let label: String
    /// What it is, in a word.
    let kind: String
    let href: String?
    /// What a script of the page does instead of going somewhere.
    let action: String?

    private init(_ id: String, _ icon: String, _ label: String, _ kind: String, href: String) {
        (self.id, self.icon, self.label, self.kind) = (id, icon, label, kind)
        self.href = href
        action = nil
    }

    private init(_ id: String, _ icon: String, _ label: String, _ kind: String, action: String) {
        (self.id, self.icon, self.label, self.kind) = (id, icon, label, kind)
        href = nil
        self.action = action
    }

    /// Pages and actions first, then skills and runs; what cannot be read right now is left out.
    static func found(for visit: Visit, _ plane: any ControlPlane, matching text: String) async
        -> [PaletteEntry]
    {
        let places = places(for: visit, matching: text)
        guard !text.isEmpty else { return places }
        async let skills = skills(plane, visit.words, matching: text)
        async let runs = runs(plane, visit.words, matching: text)
        return await places + skills + runs
    }

    /// The pages and what this visitor may do, in the words of the visitor's language or in English.
    static func places(for visit: Visit, matching text: String) -> [PaletteEntry] {
        let wanted = text.lowercased()
        let english = visit.site.languages[.english]
        return place.filter { $0.operation.map(visit.isAllowed) ?? true }.compactMap { place in
            let label = visit.words[place.word]
            guard
                wanted.isEmpty || label.lowercased().contains(wanted)
                    || english[place.word].lowercased().contains(wanted)
            else { return nil }
            if let path = place.path {
                return PaletteEntry(place.id, place.icon, label, visit.words[place.kind], href: path)
            }
            return PaletteEntry(place.id, place.icon, label, visit.words[place.kind], action: place.id)
        }
    }

    private struct Place: Sendable {
        let id: String
        let icon: String
        let word: String
        let path: String?
        /// What it leads to doing; nil for what everybody may.
        let operation: Operation?

        var kind: String { word.hasPrefix("nav.") ? "palette.page" : "palette.action" }
    }

    private static let place: [Place] =
        Section.allCases.map {
            Place(id: $0.rawValue, icon: $0.icon, word: "nav.\($0.rawValue)", path: $0.path, operation: nil)
        } + [
            Place(
                id: "register",
                icon: "plus",
                word: "palette.register",
                path: "/skills/new",
                operation: .registerSkill
            ),
            Place(
                id: "install",
                icon: "download",
                word: "palette.install",
                path: "/install",
                operation: .startRun
            ),
            Place(
                id: "desired-state",
                icon: "download",
                word: "palette.desired_state",
                path: "/desired-state",
                operation: .startRun
            ),
            Place(
                id: "add",
                icon: "plug",
                word: "palette.add",
                path: "/providers/new",
                operation: .putProvider
            ),
            Place(
                id: "token",
                icon: "key",
                word: "palette.token",
                path: "/settings#tokens",
                operation: .createToken
            ),
            Place(
                id: "accounts",
                icon: "key",
                word: "palette.accounts",
                path: "/settings/accounts",
                operation: .readAccounts
            ),
            Place(
                id: "channels",
                icon: "bell",
                word: "palette.channels",
                path: "/settings/channels",
                operation: .readChannels
            ),
            Place(id: "chat", icon: "chat", word: "palette.chat", path: nil, operation: nil),
            Place(id: "keymap", icon: "keys", word: "palette.keymap", path: nil, operation: nil),
            Place(id: "theme", icon: "theme", word: "palette.theme", path: nil, operation: nil),
            Place(id: "language", icon: "right", word: "palette.language", path: nil, operation: nil),
        ]

    private static let shown = 8

    private static func skills(_ plane: any ControlPlane, _ words: Words, matching text: String) async
        -> [PaletteEntry]
    {
        let query = SkillQuery(text: text, page: PageRequest(limit: shown))
        guard let found = try? await plane.skills(query) else { return [] }
        return found.items.map {
            PaletteEntry(
                "skill-\($0.name)",
                "box",
                $0.name,
                words["palette.skill"],
                href: "/skills/\(percentEncoded($0.name))"
            )
        }
    }

    /// The run of that id, or the newest ones of the skill of that name.
    private static func runs(_ plane: any ControlPlane, _ words: Words, matching text: String) async
        -> [PaletteEntry]
    {
        let found: [RunView]
        if Grammar.isUUID(text) {
            found = (try? await plane.run(RunID(rawValue: text))).map { [$0] } ?? []
        } else if Grammar.isSkillName(text) {
            found = (try? await plane.runs(RunQuery(skill: text, page: PageRequest(limit: 5))))?.items ?? []
        } else {
            found = []
        }
        return found.map { run in
            PaletteEntry(
                "run-\(run.id)",
                "lanes",
                "\(words["state.\(run.status.rawValue)"]) · \(run.reason ?? run.id.rawValue)",
                words["palette.run"],
                href: "/runs/\(run.id)"
            )
        }
    }
}
