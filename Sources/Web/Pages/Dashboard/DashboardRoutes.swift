import Contract
import Hummingbird

extension WebSite {
    static let dashboardRoutes: [Route] = [.get("/dashboard", dashboard)]

    private static let dashboard: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let filter = DashboardFilter(visit.query)
        let region = visit.fragment.map { DashboardRegion(rawValue: $0) ?? .all }
        let since = visit.site.now() - filter.range.length
        let answers = await DashboardAnswers(
            (region ?? .all).needs,
            filter,
            since: since,
            from: plane
        )
        try answers.requireWhatCannotBeMissing(in: region)
        let model = DashboardModel(answers, filter, since: since, visit)
        switch region {
        case nil:
            return try visit.page("dashboard/page", title: model.title, active: .dashboard, model)
        case .all:
            // The address of what is shown, without the fields that are empty.
            return try visit.part(
                "dashboard/all-alone",
                headers: [.hxReplaceURL: filter.wholeAddress.text],
                model
            )
        case .glance: return try visit.part("dashboard/glance-alone", model)
        case .recent: return try visit.part("dashboard/recent", model)
        case .depth: return try visit.part("dashboard/depth", model)
        case .matrix: return try visit.part("dashboard/matrix", model)
        }
    }
}

extension DashboardAnswers {
    /// Lets a page or a new filter show what it can get.
    ///
    /// A region that comes anew keeps what it has instead, marked as old, when anything of it is missing. Whoever
    /// is signed in no more sees nothing at all.
    fileprivate func requireWhatCannotBeMissing(in region: DashboardRegion?) throws(Problem) {
        let isWhole = region == nil || region == .all
        let grave = problems.first { !isWhole || $0.code == .authenticationRequired }
        if let grave { throw grave }
    }
}
