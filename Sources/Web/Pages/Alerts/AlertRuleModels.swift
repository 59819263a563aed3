import Contract

/// The list of alert rules as its template reads it.
struct AlertRuleListModel: Sendable {
    struct Row: Sendable {
        let id: String
        let href: String
        let title: String
        let when: String
        let severity: Chip
        let state: Chip
        let isOff: Bool
        let changed: String
        let revision: String
        /// Where it is switched to; nil for whoever may not.
        let switchTo: String?
        let switchText: String
        let switchLabel: String
        let remove: String?
        let removeLabel: String
    }

    let rows: [Row]
    let isEmpty: Bool
    let shown: String
    let mayAdd: Bool
    /// Which rule was just saved, in a sentence.
    let saved: String?

    init(_ rules: [AlertRuleView], _ providers: ProviderNames, saved: String?, _ visit: Visit) {
        let words = visit.words
        rows = rules.map { Row($0, providers, visit) }
        isEmpty = rows.isEmpty
        let on = rules.count(where: \.settings.enabled)
        shown = words["alerts.watched", ["on": words.grouped(on), "n": words.grouped(rules.count)]]
        mayAdd = visit.isAllowed(.putAlertRule)
        self.saved = rules.first { $0.id.rawValue == saved }.map {
            words["alerts.rule_saved", ["title": visit.title(ofRule: $0.id, $0.settings.title)]]
        }
    }
}

extension AlertRuleListModel.Row {
    fileprivate init(_ rule: AlertRuleView, _ providers: ProviderNames, _ visit: Visit) {
        let (words, settings) = (visit.words, rule.settings)
        id = "rule-\(rule.id)"
        href = rule.path
        title = visit.title(ofRule: rule.id, settings.title)
        when = words.when(settings.condition, providers)
        severity = Chip(settings.severity, words)
        isOff = !settings.enabled
        state = settings.enabled ? Chip(.ok, words["alerts.on"]) : Chip(.idle, words["alerts.off"])
        changed = rule.changed(visit)
        revision = rule.revision.text
        let mayPut = visit.isAllowed(.putAlertRule)
        switchTo = mayPut ? (settings.enabled ? "off" : "on") : nil
        switchText = words[settings.enabled ? "alerts.switch_off" : "alerts.switch_on"]
        switchLabel = "\(switchText): \(title)"
        remove = visit.isAllowed(.removeAlertRule) ? rule.path + "/remove" : nil
        removeLabel = "\(words["alerts.remove"]): \(title)"
    }
}

extension AlertRuleView {
    var path: String { "/alerts/rules/\(percentEncoded(id.rawValue))" }

    /// Who changed it last, and when.
    func changed(_ visit: Visit) -> String {
        // What nobody has changed came with the program.
        guard revisionNumber > 1 || updatedBy != "system" else { return visit.words["alerts.as_delivered"] }
        let when = visit.moment(updatedAt).relative
        return visit.words["alerts.changed_by", ["who": updatedBy, "when": when]]
    }
}

/// One rule's settings as their template reads them, for a new one or one that is there.
struct AlertRulePageModel: Sendable {
    struct Kind: Sendable {
        let href: String
        let label: String
        let help: String
    }

    struct Form: Sendable {
        let action: String
        let kind: String
        let fields: [FormField]
        let checks: [AlertRuleForm.Checks]
        let care: [FormField]
        let revision: String?
        let tried: String?
        let notice: FormFaults.Notice?
        let others: [FaultText]
        let hasOthers: Bool
        /// Nil for whoever may only try.
        let submit: String?
        let isTriable: Bool
    }

    let title: String
    /// Set while the kind of a new rule is to be chosen.
    let kinds: [Kind]
    let when: String?
    let severity: Chip?
    let state: Chip?
    let changed: String?
    /// Its versions in the audit log; nil for whoever sees only what they did themselves.
    let history: String?
    let trial: AlertTrialPanel?
    let form: Form?
    let denied: String?

    init(
        _ visit: Visit,
        _ present: AlertRuleView?,
        _ form: AlertRuleForm?,
        _ providers: ProviderNames,
        trial: AlertTrial?,
        refused: Problem?
    ) {
        let words = visit.words
        let mayPut = visit.isAllowed(.putAlertRule)
        let mayTry = visit.isAllowed(.dryRunAlertRule)
        title = present.map { visit.title(ofRule: $0.id, $0.settings.title) } ?? words["alerts.add_rule"]
        kinds =
            form != nil
            ? []
            : AlertCondition.Kind.allCases.map {
                Kind(
                    href: Address("/alerts/rules/new", ["kind": $0.rawValue]).text,
                    label: words["alerts.kind_\($0.rawValue)"],
                    help: words["alerts.kind_\($0.rawValue)_help"]
                )
            }
        when = present.map { words.when($0.settings.condition, providers) }
        severity = present.map { Chip($0.settings.severity, words) }
        state = present.map {
            $0.settings.enabled ? Chip(.ok, words["alerts.on"]) : Chip(.idle, words["alerts.off"])
        }
        changed = present?.changed(visit)
        history = present.flatMap {
            visit.isAllowed(.readWholeAudit)
                ? Address("/audit", ["subject": "alert_rule:\($0.id)"]).text : nil
        }
        let trial = AlertTrialPanel(trial, providers, visit)
        self.trial = trial
        denied = mayPut ? nil : words[mayTry ? "alerts.rules_try_only" : "alerts.rules_denied"]
        self.form =
            mayPut || mayTry
            ? form.map { Form($0, present, providers, trial, refused, mayPut: mayPut, mayTry: mayTry, words) }
            : nil
    }
}

extension AlertRulePageModel.Form {
    fileprivate init(
        _ form: AlertRuleForm,
        _ present: AlertRuleView?,
        _ providers: ProviderNames,
        _ trial: AlertTrialPanel?,
        _ refused: Problem?,
        mayPut: Bool,
        mayTry: Bool,
        _ words: Words
    ) {
        let faults = FormFaults(refused, words)
        action = present?.path ?? "/alerts/rules"
        kind = form.kind?.rawValue ?? ""
        fields = form.fields(faults, providers, isNew: present == nil, words)
        checks = form.checks(faults, words)
        care = form.careFields(faults, words)
        // What somebody else saved meanwhile is shown above; saving again is a decision.
        revision = refused?.code == .preconditionFailed ? present?.revision.text : form.revision
        tried = trial?.tried
        notice = faults.notice
        let shown =
            (fields + care).flatMap { ["/\($0.name)", "/condition/\($0.name)"] }
            + ["/condition/outcomes", "/condition/codes"]
        others = faults.others(than: shown)
        hasOthers = !others.isEmpty
        submit = mayPut ? words[present == nil ? "alerts.add_rule" : "common.save"] : nil
        isTriable = mayTry
    }
}

/// The question whether a rule is to be removed.
struct AlertRuleRemovalModel: Sendable {
    let isInDialog: Bool
    let title: String
    let when: String
    let action: String
    let revision: String
    let denied: String?

    init(_ rule: AlertRuleView, _ providers: ProviderNames, _ visit: Visit) {
        let words = visit.words
        isInDialog = visit.isPartial
        title =
            words[
                "alerts.remove_title",
                ["title": visit.title(ofRule: rule.id, rule.settings.title)]
            ]
        when = words.when(rule.settings.condition, providers)
        action = rule.path + "/remove"
        revision = rule.revision.text
        denied = visit.isAllowed(.removeAlertRule) ? nil : words["problem.permission_denied_next"]
    }
}
