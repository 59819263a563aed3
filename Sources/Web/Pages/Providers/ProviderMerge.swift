import Contract

/// A form whose provider somebody else changed after it was drawn, brought up to date.
///
/// What the visitor typed stays; a field that only the other one touched shows the new value, so that saving again
/// undoes nothing unseen.
struct ProviderMerge: Sendable {
    struct Change: Sendable {
        let label: String
        let before: String
        let after: String
        /// What the visitor wants instead; nil where the other one's value was taken over.
        let typed: String?
    }

    let form: ProviderForm
    let changes: [Change]

    init(_ typed: ProviderForm, onto present: ProviderView, _ words: Words) {
        let now = ProviderForm(present)
        let (mine, theirs) = (typed.texts, now.texts)
        let drawn = typed.drawn.map { ProviderForm(present.id, $0).texts } ?? theirs
        var merged = mine
        for (name, value) in theirs where value != drawn[name] && mine[name] == drawn[name] {
            merged[name] = value
        }
        for name in drawn.keys where theirs[name] == nil && mine[name] == drawn[name] { merged[name] = nil }
        form = ProviderForm(merged, drawnFrom: present)
        let labels = form.fields(FormFaults(nil, words), words) + typed.fields(FormFaults(nil, words), words)
        var seen: Set<String> = []
        changes = labels.filter { seen.insert($0.name).inserted && drawn[$0.name] != theirs[$0.name] }.map {
            let isKept = mine[$0.name] != drawn[$0.name] && mine[$0.name] != theirs[$0.name]
            return Change(
                label: $0.label,
                before: Self.shown(drawn[$0.name], $0, words),
                after: Self.shown(theirs[$0.name], $0, words),
                typed: isKept ? Self.shown(mine[$0.name], $0, words) : nil
            )
        }
    }

    private static func shown(_ value: String?, _ field: FormField, _ words: Words) -> String {
        if field.box != nil { return words[value == nil ? "providers.off" : "providers.on"] }
        if let choice = field.select?.choices.first(where: { $0.value == value }) { return choice.label }
        return value ?? words["providers.empty_value"]
    }
}

extension ProviderForm {
    /// What each field holds, by its name; empty ones are absent.
    fileprivate var texts: [String: String] {
        var texts = [
            "id": id, "kind": kind?.rawValue ?? "", "display_name": displayName, "base_url": baseURL,
            "credential": credential, "expires_at": expires,
            "concurrency": concurrency, "rate_per_minute": rate,
            "attempt_timeout_seconds": timeout, "max_attempts": attempts,
            "queue_timeout_seconds": queueTimeout, "target_timeout_seconds": targetTimeout,
            "enabled": isEnabled ? "yes" : "", "sandbox": isSandbox ? "yes" : "",
            "approval": approval.rawValue, "four_eyes": wantsFourEyes ? "yes" : "",
        ]
        for (name, value) in options { texts[Self.optionPrefix + name] = value }
        return texts.filter { !$0.value.isEmpty }
    }

    fileprivate init(_ texts: [String: String], drawnFrom present: ProviderView) {
        self.init(FormFields(pairs: texts.map { ($0.key, $0.value) }))
        (revision, drawn) = (present.revision.text, present.settings)
    }
}
