import Contract
import Hummingbird

/// The runs that began from one run, such as its rollback; each row follows what happens to its run.
struct RunChildren: Sendable {
    static let limit = 20

    let rows: [RunRow]
    let isEmpty: Bool
    /// Whether they cannot be had right now.
    let isUnknown: Bool
    /// All of them, when not all stand here.
    let more: String?

    /// - Parameters:
    ///   - page: The newest of them; nil when they cannot be had.
    ///   - parent: Which run they began from.
    ///   - visit: Who looks.
    init(_ page: Page<RunView>?, of parent: RunID, _ visit: Visit) {
        rows = (page?.items ?? []).map { RunRow($0, visit) }
        isUnknown = page == nil
        isEmpty = rows.isEmpty && !isUnknown
        more = page?.nextCursor.map { _ in Address("/runs", ["parent": parent.rawValue]).text }
    }
}

extension ControlPlane {
    /// Nil when they cannot be had: a run is worth showing without.
    func runs(from parent: RunID) async -> Page<RunView>? {
        do {
            return try await runs(RunQuery(parent: parent, page: PageRequest(limit: RunChildren.limit)))
        } catch {
            return nil
        }
    }
}

extension Visit {
    /// The part of a run's page that lists what began from it.
    func runChildren(of run: RunID, _ page: Page<RunView>?) throws -> Response {
        try part("runs/children", RunChildrenPart(children: RunChildren(page, of: run, self)))
    }
}

private struct RunChildrenPart: Sendable {
    let children: RunChildren
}
