import Contract

/// One channel's settings as their template reads them, for a new one or one that is there.
struct ChannelPageModel: Sendable {
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
        let notice: FormFaults.Notice?
        let others: [FaultText]
        let hasOthers: Bool
        let submit: String
    }

    let title: String
    /// Set while the kind of a new channel is to be chosen.
    let kinds: [Kind]
    let kind: String?
    let place: String?
    let changed: String?
    let form: Form?
    let denied: String?

    init(
        _ visit: Visit,
        _ present: ChannelView?,
        _ form: ChannelForm?,
        _ rules: [AlertRuleView],
        refused: Problem?
    ) {
        let words = visit.words
        let mayPut = visit.isAllowed(.putChannel)
        title = present?.settings.name ?? words["channels.add"]
        kinds =
            form != nil
            ? []
            : ChannelKind.allCases.map {
                Kind(
                    href: Address("/settings/channels/new", ["kind": $0.rawValue]).text,
                    label: words["channels.kind_\($0.rawValue)"],
                    help: words["channels.kind_\($0.rawValue)_help"]
                )
            }
        kind = (present?.settings.kind ?? form?.kind).map { words["channels.kind_\($0.rawValue)"] }
        place = present.map { $0.origin ?? $0.settings.recipients.joined(separator: ", ") }
        changed = present.map {
            let when = visit.moment($0.updatedAt).relative
            return words["alerts.changed_by", ["who": $0.updatedBy, "when": when]]
        }
        denied = mayPut ? nil : words["channels.denied"]
        self.form = mayPut ? form.map { Form($0, present, rules, refused, visit) } : nil
    }
}

extension ChannelPageModel.Form {
    fileprivate init(
        _ form: ChannelForm,
        _ present: ChannelView?,
        _ rules: [AlertRuleView],
        _ refused: Problem?,
        _ visit: Visit
    ) {
        let words = visit.words
        let faults = FormFaults(refused, words)
        action = present?.path ?? "/settings/channels"
        kind = form.kind?.rawValue ?? ""
        fields = form.fields(faults, present, words)
        checks = form.checks(faults, rules, visit)
        care = form.careFields(faults, words)
        // What somebody else saved meanwhile is shown above; saving again is a decision.
        revision = refused?.code == .preconditionFailed ? present?.revision.text : form.revision
        notice = faults.notice
        let shown = (fields + care).map { "/\($0.name)" } + ["/severities", "/rules"]
        others = faults.others(
            than: shown + (0..<ChannelSettings.maximumRecipients).map { "/recipients/\($0)" }
        )
        hasOthers = !others.isEmpty
        submit = words[present == nil ? "channels.add" : "common.save"]
    }
}

/// The question whether a channel is to be removed.
struct ChannelRemovalModel: Sendable {
    let isInDialog: Bool
    let title: String
    let place: String
    let action: String
    let revision: String
    let denied: String?

    init(_ channel: ChannelView, _ visit: Visit) {
        let words = visit.words
        isInDialog = visit.isPartial
        title = words["channels.remove_title", ["name": channel.settings.name]]
        place = channel.origin ?? channel.settings.recipients.joined(separator: ", ")
        action = channel.path + "/remove"
        revision = channel.revision.text
        denied = visit.isAllowed(.removeChannel) ? nil : words["problem.permission_denied_next"]
    }
}
