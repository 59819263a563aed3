import Contract
import HTTPTypes
import Hummingbird
import Requests

extension WebSite {
    static let alertRoutes: [Route] =
        [
            .get("/alerts", alertList),
            .watching("/alerts/open", openAlerts),
            .get("/alerts/:id", alertPage),
            .get("/alerts/:id/acknowledge") { visit, plane in try await visit.careForm(.acknowledge, plane) },
            .post("/alerts/:id/acknowledge") { visit, plane in try await visit.takeCare(.acknowledge, plane)
            },
            .get("/alerts/:id/snooze") { visit, plane in try await visit.careForm(.snooze, plane) },
            .post("/alerts/:id/snooze") { visit, plane in try await visit.takeCare(.snooze, plane) },
        ] + alertRuleRoutes + failureRoutes

    private static let alertList: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let filter = AlertFilter(visit.query)
        async let providers = plane.providerNames()
        async let rules = plane.rulesToName()
        let found = try await plane.alerts(filter.query)
        let model = AlertListModel(visit, filter, found, rules: await rules, providers: await providers)
        guard visit.fragment == "alerts-results" else {
            return try visit.page("alerts/page", title: visit.words["nav.alerts"], active: .alerts, model)
        }
        let headers: HTTPFields =
            filter.query.page.cursor == nil ? [.hxReplaceURL: filter.address.text] : [:]
        return try visit.part("alerts/results", headers: headers, model)
    }

    private static let alertPage: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let id = try visit.alertID()
        async let providers = plane.providerNames()
        async let rules = plane.rulesToName()
        let card = AlertCard(try await plane.alert(id), rules: await rules, await providers, visit)
        let model = AlertPageModel(path: card.href, card: card)
        if visit.isPartial { return try visit.part("alerts/one", model) }
        return try visit.page("alerts/alone", title: card.title, active: .alerts, model)
    }
}

extension ControlPlane {
    /// The rules, to say why alerts fired; none when they cannot be asked, as alerts are worth showing without.
    fileprivate func rulesToName() async -> [AlertRuleView] {
        do {
            return try await alertRules().items
        } catch {
            return []
        }
    }
}
