import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let runList: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let filter = RunFilter(visit.query)
        async let providers = plane.providerNames()
        let found: Page<RunView>
        // A fault is shown at its field; a list that ignored it would show what nobody asked for.
        if filter.faults.isEmpty {
            found = try await plane.runs(filter.query)
        } else {
            found = Page(items: [], nextCursor: nil)
        }
        let model = RunListModel(visit, filter, found, providers: await providers)
        guard visit.fragment == "runs-results" else {
            return try visit.page("runs/list", title: visit.words["nav.runs"], active: .runs, model)
        }
        let headers: HTTPFields =
            filter.query.page.cursor == nil ? [.hxReplaceURL: filter.address.text] : [:]
        return try visit.part("runs/results", headers: headers, model)
    }
}

extension ControlPlane {
    /// What providers are called; none when they cannot be asked, as a list of runs is worth showing without.
    func providerNames() async -> ProviderNames {
        do {
            return ProviderNames(try await providers().items)
        } catch {
            return ProviderNames([])
        }
    }
}

/// What each provider is called on pages.
struct ProviderNames: Sendable {
    let all: [ProviderView]
    private let byID: [ProviderID: ProviderView]

    init(_ providers: [ProviderView]) {
        all = providers
        byID = Dictionary(providers.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Its id where it is not known (any more).
    subscript(id: ProviderID) -> String { byID[id]?.settings.displayName ?? id.rawValue }

    func find(_ id: ProviderID) -> ProviderView? { byID[id] }
}

/// The list of runs as its template reads it.
struct RunListModel: Sendable {
    struct Selection: Sendable {
        let name: String
        let label: String
        let choices: [Choice]
        let isWrong: Bool
    }

    struct TextField: Sendable {
        let name: String
        let label: String
        let type: String
        let value: String?
        let hint: String?
        let isWrong: Bool
    }

    struct Hidden: Sendable {
        let name: String
        let value: String
    }

    let selections: [Selection]
    let texts: [TextField]
    /// The filter once more, for the form that acts on all that matches it.
    let filter: [Hidden]
    let rows: [RunRow]
    let isEmpty: Bool
    let isNarrowed: Bool
    let hasFaults: Bool
    let shown: String
    let cursor: String?
    let next: String?
    let newest: String
    let isSelectable: Bool

    init(_ visit: Visit, _ filter: RunFilter, _ found: Page<RunView>, providers: ProviderNames) {
        let fields = RunFilterFields(visit.words, filter, providers)
        selections = fields.selections
        texts = fields.texts
        self.filter = filter.address.query.map { Hidden(name: $0.name, value: $0.value) }
        isSelectable = RunCommand.allCases.contains { visit.isAllowed($0.operation) }
        let isSelectable = isSelectable
        rows = found.items.map { RunRow($0, visit, selectable: isSelectable) }
        isEmpty = rows.isEmpty
        hasFaults = !filter.faults.isEmpty
        isNarrowed = filter.isNarrowed || filter.query.page.cursor != nil || hasFaults
        shown = visit.words.counted(found.nextCursor == nil ? "runs.shown" : "runs.shown_newest", rows.count)
        cursor = filter.query.page.cursor
        next = found.nextCursor.map { filter.address.with("cursor", $0).text }
        newest = filter.address.text
    }
}

/// The fields of the filter, filled in.
struct RunFilterFields: Sendable {
    let selections: [RunListModel.Selection]
    let texts: [RunListModel.TextField]

    init(_ words: Words, _ filter: RunFilter, _ providers: ProviderNames) {
        func selection(_ name: String, _ label: String, _ values: [(String, String)])
            -> RunListModel.Selection
        {
            .init(
                name: name,
                label: words[label],
                choices: values.map { .init(value: $0, label: $1, isChosen: $0 == filter.text(name)) },
                isWrong: filter.faults[name] != nil
            )
        }
        func field(_ name: String, _ type: String, hint: String? = nil) -> RunListModel.TextField {
            .init(
                name: name,
                label: words["runs.filter_\(name)"],
                type: type,
                // A browser takes nothing else into a field of time.
                value: type == "datetime-local"
                    ? filter.faults[name] == nil ? filter.text(name).map { String($0.prefix(16)) } : nil
                    : filter.text(name),
                hint: hint.map { words[$0] },
                isWrong: filter.faults[name] != nil
            )
        }
        let named = providers.all.map { ($0.id.rawValue, $0.settings.displayName) }
        let unknown = filter.query.provider.flatMap { providers.find($0) == nil ? $0.rawValue : nil }
        selections = [
            selection(
                "status",
                "common.state",
                RunStatus.allCases.map { ($0.rawValue, words["state.\($0.rawValue)"]) }
            ),
            selection(
                "kind",
                "runs.kind",
                RunKind.allCases.map { ($0.rawValue, words["runs.kind_\($0.rawValue)"]) }
            ),
            selection("provider", "runs.provider", named + (unknown.map { [($0, $0)] } ?? [])),
            selection(
                "source",
                "runs.source",
                CommandSource.allCases.map { ($0.rawValue, words["runs.source_\($0.rawValue)"]) }
            ),
            selection(
                "approval",
                "runs.approval",
                RunApproval.State.allCases.map { ($0.rawValue, words["runs.approval_\($0.rawValue)"]) }
            ),
        ]
        // Nobody types a run's id: it stands there only when a link brought it.
        let parent = filter.text("parent").map { _ in [field("parent", "search")] } ?? []
        texts =
            [
                field("skill", "search", hint: "runs.filter_whole_name"),
                field("who", "search", hint: "runs.filter_whole_name"),
            ] + parent + [field("from", "datetime-local"), field("to", "datetime-local")]
    }
}
