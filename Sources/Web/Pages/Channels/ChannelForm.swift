import Contract

/// What was entered, or is to be changed, about a channel; the address and what it signs with are never drawn.
struct ChannelForm: Sendable {
    let id: String
    let kind: ChannelKind?
    let name: String
    let language: ChannelLanguage
    let recipients: String
    let url: String
    let signingSecret: String
    let severities: [AlertSeverity]
    let rules: [String]
    let escalateMinutes: String
    let onlyEscalated: Bool
    let isEnabled: Bool
    /// The state that the form was drawn from; nil for a new channel.
    let revision: String?

    init(_ form: FormFields) {
        id = form["id"] ?? ""
        kind = form.choice("kind")
        name = form["name"] ?? ""
        language = form.choice("language") ?? .en
        recipients = form["recipients"] ?? ""
        url = form["url"] ?? ""
        signingSecret = form["signing_secret"] ?? ""
        severities = form.all("severity").compactMap(AlertSeverity.init(rawValue:))
        rules = form.all("rule")
        escalateMinutes = form["escalate_minutes"] ?? ""
        onlyEscalated = form["only_escalated"] != nil
        isEnabled = form["enabled"] != nil
        revision = form["revision"]
    }

    init(_ channel: ChannelView) {
        self.init(channel.settings, id: channel.id.rawValue, revision: channel.revision.text)
    }

    /// A new one of that kind, in the language of whoever makes it.
    init(kind: ChannelKind, _ visit: Visit) {
        let language: ChannelLanguage = visit.words.language == .korean ? .ko : .en
        self.init(ChannelSettings(name: "", kind: kind, language: language), id: "", revision: nil)
    }

    private init(_ settings: ChannelSettings, id: String, revision: String?) {
        self.id = id
        self.revision = revision
        kind = settings.kind
        name = settings.name
        language = settings.language
        recipients = settings.recipients.joined(separator: ", ")
        (url, signingSecret) = ("", "")
        severities = settings.severities
        rules = settings.rules.map(\.rawValue)
        escalateMinutes = settings.escalateMinutes.map(String.init) ?? ""
        onlyEscalated = settings.onlyEscalated
        isEnabled = settings.enabled
    }

    /// - Throws: ``Problem`` with `validation_failed` for what is no number at all; the rest is the engine's to say.
    func change() throws(Problem) -> ChannelChange {
        guard let kind else {
            let fault = Problem.Fault("/kind", .required, as: "kind", "Choose one of the listed kinds.")
            throw Problem(
                .validationFailed,
                as: "channel_kind",
                "The channel has no kind.",
                errors: [fault]
            )
        }
        guard escalateMinutes.isEmpty || Int(escalateMinutes) != nil else {
            let fault = Problem.Fault(
                "/escalate_minutes",
                .type,
                as: "number",
                "A whole number is expected."
            )
            throw Problem(
                .validationFailed,
                as: "numbers",
                "Some values are no whole numbers.",
                errors: [fault]
            )
        }
        let settings = ChannelSettings(
            name: name,
            kind: kind,
            enabled: isEnabled,
            language: language,
            recipients: recipients.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init),
            severities: severities,
            rules: rules.map { AlertRuleID(rawValue: $0) },
            escalateMinutes: Int(escalateMinutes),
            onlyEscalated: onlyEscalated
        )
        return ChannelChange(
            settings: settings,
            url: url.isEmpty ? nil : Secret(url),
            signingSecret: signingSecret.isEmpty ? nil : Secret(signingSecret)
        )
    }
}
