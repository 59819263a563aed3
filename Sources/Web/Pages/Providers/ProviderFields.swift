import Contract

extension ProviderForm {
    /// The fields that its kind has, each with its help and what was wrong with it.
    func fields(_ faults: FormFaults, _ words: Words) -> [FormField] {
        var fields = [
            FormField.text(
                "display_name",
                words["providers.display_name"],
                help: words["providers.display_name_help"],
                value: displayName,
                length: 100,
                isRequired: true,
                faults: faults["/display_name"]
            )
        ]
        if kind != .folder { fields += connectionFields(faults, words) }
        let limits = limitFields(faults, words) + clockFields(faults, words)
        return fields + optionFields(faults, words) + limits + approvalFields(words) + [
            .box(
                "enabled",
                words["providers.enabled"],
                help: words["providers.enabled_help"],
                isChecked: isEnabled
            ),
            .box(
                "sandbox",
                words["providers.sandbox"],
                help: words["providers.sandbox_help"],
                isChecked: isSandbox
            ),
        ]
    }

    private func approvalFields(_ words: Words) -> [FormField] {
        [
            .choice(
                "approval",
                words["providers.approval"],
                help: words["providers.approval_help"],
                ApprovalRule.allCases.map {
                    .init(
                        value: $0.rawValue,
                        label: words["providers.approval_\($0.rawValue)"],
                        isChosen: $0 == approval
                    )
                },
                isRequired: true
            ),
            .box(
                "four_eyes",
                words["providers.four_eyes"],
                help: words["providers.four_eyes_help"],
                isChecked: wantsFourEyes
            ),
        ]
    }

    private func connectionFields(_ faults: FormFaults, _ words: Words) -> [FormField] {
        [
            .text(
                "base_url",
                words["providers.base_url"],
                help: words["providers.base_url_help"],
                value: baseURL,
                type: "url",
                length: 2000,
                placeholder: kind == .gemini ? "https://us-central1-aiplatform.googleapis.com" : nil,
                isRequired: true,
                faults: faults["/base_url"]
            ),
            .text(
                "credential",
                words["providers.credential"],
                help: words["providers.credential_help"],
                value: credential,
                length: 1000,
                placeholder: "env:NAME",
                faults: faults["/credential"]
            ),
            .text(
                "secret",
                words["providers.secret"],
                help: words["providers.secret_help"],
                value: nil,
                type: "password",
                length: 65_536,
                faults: faults["/secret"]
            ),
            .text(
                "expires_at",
                words["providers.expires_at"],
                help: words["providers.expires_at_help"],
                value: expires,
                type: "date",
                faults: faults["/expires_at"]
            ),
        ]
    }

    private func limitFields(_ faults: FormFaults, _ words: Words) -> [FormField] {
        [
            .number(
                "concurrency",
                words["providers.concurrency"],
                help: words["providers.concurrency_help"],
                value: concurrency,
                in: 1...256,
                isRequired: true,
                faults: faults["/concurrency"]
            ),
            .number(
                "rate_per_minute",
                words["providers.rate"],
                help: words["providers.rate_help"],
                value: rate,
                in: 1...1_000_000,
                faults: faults["/rate_per_minute"]
            ),
            .number(
                "attempt_timeout_seconds",
                words["providers.timeout_seconds"],
                help: words["providers.timeout_help"],
                value: timeout,
                in: 1...3600,
                isRequired: true,
                faults: faults["/attempt_timeout_seconds"]
            ),
            .number(
                "max_attempts",
                words["providers.attempts"],
                help: words["providers.attempts_help"],
                value: attempts,
                in: 1...20,
                isRequired: true,
                faults: faults["/max_attempts"]
            ),
        ]
    }

    private func clockFields(_ faults: FormFaults, _ words: Words) -> [FormField] {
        [
            .number(
                "queue_timeout_seconds",
                words["providers.queue_timeout"],
                help: words["providers.queue_timeout_help"],
                value: queueTimeout,
                in: 1...2_592_000,
                isRequired: true,
                faults: faults["/queue_timeout_seconds"]
            ),
            .number(
                "target_timeout_seconds",
                words["providers.target_timeout"],
                help: words["providers.target_timeout_help"],
                value: targetTimeout,
                in: 1...2_592_000,
                isRequired: true,
                faults: faults["/target_timeout_seconds"]
            ),
        ]
    }

    /// The options of the kind (`docs/07-provider-adapter-spec.md`), and whatever else is set.
    private func optionFields(_ faults: FormFaults, _ words: Words) -> [FormField] {
        let known: [String] =
            switch kind {
            case .openai: ["organization", "project"]
            case .claude: ["workspace"]
            case .gemini: ["project", "location", "token_uri"]
            case .folder: ["client", "scope", "root"]
            case .http, nil: []
            }
        let others = options.keys.filter { !known.contains($0) }.sorted()
        return known.map { option($0, faults["/options/\($0)"], words) }
            + others.map {
                .text("options/\($0)", $0, value: options[$0], faults: faults["/options/\($0)"])
            }
    }

    private func option(_ name: String, _ faults: [FaultText], _ words: Words) -> FormField {
        let label = words["providers.option_\(name)"]
        let help = words["providers.option_\(name)_help"]
        let field = "options/\(name)"
        switch name {
        case "client":
            let names = FolderClient.allCases.map(\.rawValue)
            return .choice(
                field,
                label,
                help: help,
                names.map { .init(value: $0, label: $0, isChosen: $0 == options[name]) },
                isRequired: true,
                faults: faults
            )
        case "scope":
            return .choice(
                field,
                label,
                help: help,
                FolderScope.allCases.map {
                    .init(
                        value: $0.rawValue,
                        label: words["providers.scope_\($0.rawValue)"],
                        isChosen: $0.rawValue == options[name] ?? FolderScope.user.rawValue
                    )
                },
                isRequired: true,
                faults: faults
            )
        default:
            return .text(
                field,
                label,
                help: help,
                value: options[name],
                length: 1000,
                isRequired: kind == .gemini && name != "token_uri",
                faults: faults
            )
        }
    }
}
