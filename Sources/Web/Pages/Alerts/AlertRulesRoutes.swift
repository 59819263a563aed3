import Contract
import Hummingbird

extension WebSite {
    static let alertRuleRoutes: [Route] = [
        .get("/alerts/rules", ruleList),
        .get("/alerts/rules/new", newRule),
        .post("/alerts/rules", addRule),
        .get("/alerts/rules/:id", rulePage),
        .post("/alerts/rules/:id", putRule),
        .post("/alerts/rules/:id/switch", switchRule),
        .get("/alerts/rules/:id/remove", confirmRemoval),
        .post("/alerts/rules/:id/remove", removeRule),
    ]

    private static let ruleList: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        async let providers = plane.providerNames()
        let rules = try await plane.alertRules().items
        let model = AlertRuleListModel(rules, await providers, saved: visit.query["saved"], visit)
        return try visit.page(
            "alerts/rules",
            title: visit.words["alerts.rules"],
            active: .alerts,
            model
        )
    }

    private static let newRule: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let form = visit.query.choice("kind").map { AlertRuleForm(kind: $0) }
        return try await visit.rule(nil, form, plane)
    }

    private static let rulePage: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let rule = try await plane.alertRule(try visit.alertRuleID())
        return try await visit.rule(rule, AlertRuleForm(rule, visit), plane)
    }

    private static let addRule: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        try await visit.save(nil, AlertRuleForm(try await visit.form()), plane)
    }

    private static let putRule: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let rule = try await plane.alertRule(try visit.alertRuleID())
        return try await visit.save(rule, AlertRuleForm(try await visit.form()), plane)
    }

    private static let switchRule: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let rule = try await plane.alertRule(try visit.alertRuleID())
        let form = try await visit.form()
        var settings = rule.settings
        settings.enabled = form["to"] == "on"
        let drawn = Revision(text: form["revision"] ?? "")
        _ = try await plane.putAlertRule(rule.id, settings, if: .unchanged(drawn))
        return visit.redirect(to: "/alerts/rules#rule-\(percentEncoded(rule.id.rawValue))")
    }

    private static let confirmRemoval: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let rule = try await plane.alertRule(try visit.alertRuleID())
        let model = AlertRuleRemovalModel(rule, await plane.providerNames(), visit)
        if visit.isPartial { return try visit.part("alerts/remove", model) }
        return try visit.page("alerts/remove-page", title: model.title, active: .alerts, model)
    }

    private static let removeRule: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let drawn = Revision(text: try await visit.form()["revision"] ?? "")
        _ = try await plane.removeAlertRule(try visit.alertRuleID(), if: .unchanged(drawn))
        return visit.redirect(to: "/alerts/rules")
    }
}

extension Visit {
    /// Saves a rule once its visitor has seen what its condition would have done; before, shows that.
    fileprivate func save(
        _ present: AlertRuleView?,
        _ form: AlertRuleForm,
        _ plane: any ControlPlane
    ) async throws -> Response {
        do {
            var settings = try form.settings()
            if let present { settings.title = storedTitle(ofRule: present.id, settings.title) }
            let isTried =
                settings.condition == present?.settings.condition || settings.condition == form.tried
            guard isTried, !form.wantsTrial else {
                let request = AlertDryRunRequest(condition: settings.condition, days: AlertTrial.days)
                let trial = AlertTrial(settings.condition, try await plane.dryRunAlertRule(request))
                return try await rule(present, form, plane, trial: trial)
            }
            let id = present?.id ?? AlertRuleID(rawValue: form.id)
            let condition = form.revision.map { Precondition.unchanged(Revision(text: $0)) } ?? .absent
            _ = try await plane.putAlertRule(id, settings, if: condition)
            let address = Address("/alerts/rules", ["saved": id.rawValue]).text
            return redirect(to: "\(address)#rule-\(percentEncoded(id.rawValue))")
        } catch let problem as Problem where problem.code == .preconditionFailed {
            let refused = present == nil ? Problem.taken(form.id) : problem
            return try await rule(present, form, plane, refused: refused)
        } catch let problem as Problem where problem.isAboutWhatWasEntered {
            return try await rule(present, form, plane, refused: problem)
        }
    }

    fileprivate func rule(
        _ present: AlertRuleView?,
        _ form: AlertRuleForm?,
        _ plane: any ControlPlane,
        trial: AlertTrial? = nil,
        refused: Problem? = nil
    ) async throws -> Response {
        let providers = await plane.providerNames()
        let model = AlertRulePageModel(self, present, form, providers, trial: trial, refused: refused)
        return try page(
            "alerts/rule",
            title: model.title,
            active: .alerts,
            status: refused.map { .init(code: $0.status) } ?? .ok,
            model
        )
    }
}

extension Problem {
    fileprivate static func taken(_ id: String) -> Problem {
        Problem(.conflict, as: "alert_rule_taken", "There is an alert rule \(id, as: "rule") already.")
    }
}
