import Contract

extension ChannelForm {
    /// What it is called and where it tells; a new one has an id, too.
    func fields(_ faults: FormFaults, _ present: ChannelView?, _ words: Words) -> [FormField] {
        var fields: [FormField] = []
        if present == nil {
            fields.append(
                .text(
                    "id",
                    words["channels.id"],
                    help: words["providers.id_help"],
                    value: id,
                    length: 64,
                    isRequired: true,
                    faults: faults["/id"]
                )
            )
        }
        fields.append(
            .text(
                "name",
                words["channels.name"],
                help: words["channels.name_help"],
                value: name,
                length: 100,
                isRequired: true,
                faults: faults["/name"]
            )
        )
        guard let kind else { return fields }
        return fields
            + (kind == .email ? [recipientField(faults, words)] : addressFields(faults, present, words))
    }

    private func recipientField(_ faults: FormFaults, _ words: Words) -> FormField {
        .text(
            "recipients",
            words["channels.recipients"],
            help: words["channels.recipients_help"],
            value: recipients,
            length: 5000,
            isRequired: true,
            faults: faults.below("/recipients")
        )
    }

    /// What is stored is never shown: leaving it empty leaves it as it is.
    private func addressFields(_ faults: FormFaults, _ present: ChannelView?, _ words: Words) -> [FormField] {
        let kindHelp = words["channels.url_help_\(kind?.rawValue ?? "")"]
        let stays = present.flatMap(\.origin).map { words["channels.url_kept", ["origin": $0]] }
        var fields: [FormField] = [
            .text(
                "url",
                words["channels.url"],
                help: [kindHelp, stays].compactMap(\.self).joined(separator: " "),
                value: nil,
                type: "url",
                length: 2000,
                isRequired: present == nil,
                faults: faults["/url"]
            )
        ]
        if kind == .webhook {
            fields.append(
                .text(
                    "signing_secret",
                    words["channels.signing_secret"],
                    help: words[
                        present == nil ? "channels.signing_secret_new" : "channels.signing_secret_kept"
                    ],
                    value: nil,
                    type: "password",
                    autocomplete: "new-password",
                    length: 200,
                    faults: faults["/signing_secret"]
                )
            )
        }
        return fields
    }

    /// What it says, when, and whether it says anything.
    func careFields(_ faults: FormFaults, _ words: Words) -> [FormField] {
        [
            .choice(
                "language",
                words["channels.language"],
                ChannelLanguage.allCases.map {
                    Choice(
                        value: $0.rawValue,
                        label: words["channels.language_\($0.rawValue)"],
                        isChosen: $0 == language
                    )
                },
                isRequired: true
            ),
            .number(
                "escalate_minutes",
                words["channels.escalate_minutes"],
                help: words["channels.escalate_minutes_help"],
                value: escalateMinutes,
                in: ChannelSettings.escalations,
                faults: faults["/escalate_minutes"]
            ),
            .box(
                "only_escalated",
                words["channels.only_escalated"],
                help: words["channels.only_escalated_help"],
                isChecked: onlyEscalated
            ),
            .box(
                "enabled",
                words["channels.enabled"],
                help: words["channels.enabled_help"],
                isChecked: isEnabled
            ),
        ]
    }

    /// Which alerts are its business; none checked stands for all.
    func checks(_ faults: FormFaults, _ known: [AlertRuleView], _ visit: Visit) -> [AlertRuleForm.Checks] {
        let words = visit.words
        let severityBoxes = AlertSeverity.allCases.map {
            box("severity", $0.rawValue, words["alerts.severity_\($0.rawValue)"], severities.contains($0))
        }
        var titles = known.map { ($0.id.rawValue, visit.title(ofRule: $0.id, $0.settings.title)) }
        titles += rules.filter { id in !known.contains { $0.id.rawValue == id } }.map { ($0, $0) }
        let ruleBoxes = titles.map { box("rule", $0.0, $0.1, rules.contains($0.0)) }
        let severity = AlertRuleForm.Checks(
            "severity",
            words["channels.severities"],
            help: words["channels.severities_help"],
            severityBoxes,
            faults: faults.below("/severities")
        )
        guard !ruleBoxes.isEmpty else { return [severity] }
        let rule = AlertRuleForm.Checks(
            "rule",
            words["channels.rules"],
            help: words["channels.rules_help"],
            ruleBoxes,
            faults: faults.below("/rules")
        )
        return [severity, rule]
    }

    private func box(_ name: String, _ value: String, _ label: String, _ isChecked: Bool)
        -> AlertRuleForm.Checks.Box
    {
        .init(id: "f-\(name)-\(value)", value: value, label: label, isChecked: isChecked)
    }
}
