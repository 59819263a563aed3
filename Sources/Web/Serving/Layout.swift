import Contract
import Hummingbird

/// The parts of the site that the navigation names.
enum Section: String, CaseIterable, Sendable {
    case dashboard
    case skills
    case runs
    case failures
    case alerts
    case drift
    case providers
    case audit
    case settings

    var path: String { "/\(rawValue)" }

    var icon: String {
        switch self {
        case .dashboard: "grid"
        case .skills: "box"
        case .runs: "lanes"
        case .failures: "inbox"
        case .alerts: "bell"
        case .drift: "refresh"
        case .providers: "plug"
        case .audit: "shield"
        case .settings: "gear"
        }
    }

    /// Where its styles and scripts lie.
    var folder: String { [.failures, .drift].contains(self) ? Section.alerts.rawValue : rawValue }
}

/// What stands around every page.
struct Layout: Sendable {
    struct Link: Sendable {
        let path: String
        let icon: String
        let label: String
        let isActive: Bool
        /// Beside the link to the alerts.
        let open: OpenAlerts?
    }

    let lang: String
    let otherLang: String
    let otherLanguage: String
    let theme: String?
    /// Nil when rows take the usual room.
    let density: String?
    let hasKeys: Bool
    /// Begins with the number of open alerts, `(2)`, unless the page counts for itself.
    let title: String
    let countsItself: Bool
    let hasOpenAlerts: Bool
    let content: String
    /// That everything is paused, and why; nil while it is not.
    let paused: String?
    let caller: String?
    let role: String?
    let links: [Link]
    /// What the palette offers before anything is typed.
    let palette: [PaletteEntry]
    /// The panel; nil on the page that is the chat, and for whoever may not use it.
    let chat: ChatModel?
    let modules: [String]
    /// The script that only this part of the site needs.
    let module: String?
    /// The styles that only this part of the site needs.
    let style: String?
    /// Where changing language or theme comes back to.
    let here: String

    init(visit: Visit, title: String, active: Section?, content: String) {
        let words = visit.words
        lang = words.language.rawValue
        otherLang = words.language.other.rawValue
        otherLanguage = words.language.other.ownName
        theme = visit.theme?.rawValue
        density = visit.density == .comfortable ? nil : visit.density.rawValue
        hasKeys = visit.hasKeys
        let open = visit.openAlerts
        countsItself = active == .dashboard
        hasOpenAlerts = open.map { !$0.isNone } ?? false
        self.title =
            open.map { $0.isNone || active == .dashboard ? title : "(\($0.count)) \(title)" } ?? title
        self.content = content
        paused = visit.pause.map(words.everythingPaused)
        caller = visit.caller?.name
        role = visit.caller.map { words["role.\($0.role.rawValue)"] }
        links =
            visit.caller == nil
            ? []
            : Section.allCases.map {
                Link(
                    path: $0.path,
                    icon: $0.icon,
                    label: words["nav.\($0.rawValue)"],
                    isActive: $0 == active,
                    open: $0 == .alerts ? open : nil
                )
            }
        palette = visit.caller == nil ? [] : PaletteEntry.places(for: visit, matching: "")
        let isChat = visit.isChat
        let folder = active?.folder ?? (isChat ? "chat" : nil)
        chat = isChat || !visit.isAllowed(.useChat) ? nil : .panel
        modules = visit.site.assets.modules(for: folder)
        module = folder.flatMap { visit.site.assets.module(of: $0) }
        style = folder.flatMap { visit.site.assets.style(of: $0) }
        here = visit.request.method == .get ? visit.request.uri.description : active?.path ?? "/dashboard"
    }
}

extension Visit {
    /// Whether the page is the chat itself.
    fileprivate var isChat: Bool { request.uri.path == "/chat" || request.uri.path.hasPrefix("/chat/") }
}
