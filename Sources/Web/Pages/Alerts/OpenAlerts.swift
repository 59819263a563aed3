import Contract
import Hummingbird

/// How many alerts are open, as the frame of every page says it.
struct OpenAlerts: Sendable {
    /// More are not counted one by one.
    static let most = 99

    /// `2`, or `99+`.
    let count: String
    let isNone: Bool
    /// The newest, so that a page can tell when there is a newer one; empty when none is open.
    let newest: String

    private let first: AlertView?

    init(_ plane: any ControlPlane) async throws(Problem) {
        let query = AlertQuery(state: .open, page: PageRequest(limit: Self.most))
        let found = try await plane.alerts(query)
        first = found.items.first
        count = "\(found.items.count)\(found.nextCursor == nil ? "" : "+")"
        isNone = found.items.isEmpty
        newest = first?.id.rawValue ?? ""
    }

    /// What a page says that has not seen the newest one yet; `seen` is the newest that it has, as ids rise with time.
    fileprivate func message(after seen: String, _ visit: Visit, _ providers: ProviderNames) -> Toast? {
        guard let first, seen < newest else { return nil }
        let title = visit.title(of: first, providers)
        return Toast(kind: .warn, text: visit.words["alerts.new", ["title": title]])
    }
}

extension WebSite {
    /// What a page asks for that lies open, when an alert has changed.
    static let openAlerts: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        guard visit.isPartial else { return visit.redirect(to: "/alerts") }
        let open = try await OpenAlerts(plane)
        let message = open.message(after: visit.query["seen"] ?? "", visit, await plane.providerNames())
        return try visit.part("layout/open-alerts", toast: message, open)
    }
}
