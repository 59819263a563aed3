import Contract

/// What was entered, or is to be changed, about a provider; numbers as they were written.
struct ProviderForm: Sendable {
    let id: String
    let kind: ProviderKind?
    let displayName: String
    let baseURL: String
    let credential: String
    /// A key to be stored; never put into a page again.
    let secret: Secret?
    /// When that key expires, as it was written.
    let expires: String
    let options: [String: String]
    let concurrency: String
    let rate: String
    let timeout: String
    let attempts: String
    let queueTimeout: String
    let targetTimeout: String
    let isEnabled: Bool
    let isSandbox: Bool
    let approval: ApprovalRule
    let wantsFourEyes: Bool
    /// The state that the form was drawn from, and the settings in it; nil for a new provider.
    var revision: String?
    var drawn: ProviderSettings?

    /// An option's field is called so, as its place in a refusal is.
    static let optionPrefix = "options/"

    init(_ form: FormFields) {
        id = form["id"] ?? ""
        kind = form.choice("kind")
        displayName = form["display_name"] ?? ""
        baseURL = form["base_url"] ?? ""
        credential = form["credential"] ?? ""
        secret = form["secret"].map { Secret($0) }
        expires = form["expires_at"] ?? ""
        var options: [String: String] = [:]
        for (name, value) in form.pairs where name.hasPrefix(Self.optionPrefix) && !value.isEmpty {
            options[String(name.dropFirst(Self.optionPrefix.count))] = value
        }
        self.options = options
        concurrency = form["concurrency"] ?? ""
        rate = form["rate_per_minute"] ?? ""
        timeout = form["attempt_timeout_seconds"] ?? ""
        attempts = form["max_attempts"] ?? ""
        queueTimeout = form["queue_timeout_seconds"] ?? ""
        targetTimeout = form["target_timeout_seconds"] ?? ""
        isEnabled = form["enabled"] != nil
        isSandbox = form["sandbox"] != nil
        approval = form.choice("approval") ?? .none
        wantsFourEyes = form["four_eyes"] != nil
        revision = form["revision"]
        drawn = form["drawn"].flatMap { try? JSON.decode(ProviderSettings.self, from: Array($0.utf8)) }
    }

    init(_ provider: ProviderView) {
        self.init(provider.id, provider.settings)
        (revision, drawn) = (provider.revision.text, provider.settings)
    }

    init(_ id: ProviderID, _ settings: ProviderSettings) {
        self.init(id: id.rawValue, settings)
    }

    /// ``drawn`` as a hidden field carries it; it holds no secret, only where one lies.
    var drawnText: String? {
        drawn.flatMap { try? JSON.encode($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A new provider of that kind as it most likely is.
    init(kind: ProviderKind) {
        let address: String? =
            switch kind {
            case .openai: "https://api.openai.com/v1"
            case .claude: "https://api.anthropic.com"
            case .gemini, .folder, .http: nil
            }
        self.init(
            id: kind == .folder || kind == .http ? "" : kind.rawValue,
            ProviderSettings(kind: kind, displayName: "", baseURL: address)
        )
    }

    private init(id: String, _ settings: ProviderSettings) {
        self.id = id
        kind = settings.kind
        displayName = settings.displayName
        baseURL = settings.baseURL ?? ""
        credential = settings.credential ?? ""
        secret = nil
        expires = ""
        options = settings.options
        concurrency = String(settings.concurrency)
        rate = settings.ratePerMinute.map(String.init) ?? ""
        timeout = String(settings.attemptTimeoutSeconds)
        attempts = String(settings.maxAttempts)
        queueTimeout = String(settings.queueTimeoutSeconds)
        targetTimeout = String(settings.targetTimeoutSeconds)
        isEnabled = settings.enabled
        isSandbox = settings.sandbox
        approval = settings.approval
        wantsFourEyes = settings.fourEyes
    }

    /// The first moment in UTC of a date; nil where there is none, or none that can be read.
    var expiresAt: Timestamp? { Timestamp(expires) ?? Timestamp(expires + "T00:00:00Z") }

    /// - Parameter now: What an expiry has to be later than.
    /// - Returns: What is stored of it beside the key.
    /// - Throws: ``Problem`` with `validation_failed` for what is no number or no date at all, for a date that is over,
    ///   and for one without the key it is of; the rest is the engine's to say.
    func settings(at now: Timestamp) throws(Problem) -> ProviderSettings {
        var faults: [Problem.Fault] = []
        func number(_ text: String, _ pointer: String) -> Int {
            if let number = Int(text) { return number }
            faults.append(.init(pointer, .type, as: "number", "A whole number is expected."))
            return 1
        }
        guard let kind else {
            throw Problem(
                .validationFailed,
                as: "kind",
                "The provider has no kind.",
                errors: [.init("/kind", .required, as: "kind", "Choose one of the listed kinds.")]
            )
        }
        if let fault = expiryFault(at: now) {
            throw Problem(.validationFailed, as: "secret", "The credential cannot be used.", errors: [fault])
        }
        // A key that comes with the form is stored after the settings; until then it lies where it lay.
        let isToBeStored = secret != nil && credential == ProviderSettings.sealed
        let settings = ProviderSettings(
            kind: kind,
            displayName: displayName,
            baseURL: baseURL.isEmpty ? nil : baseURL,
            credential: isToBeStored ? drawn?.credential : credential.isEmpty ? nil : credential,
            options: options,
            concurrency: number(concurrency, "/concurrency"),
            ratePerMinute: rate.isEmpty ? nil : number(rate, "/rate_per_minute"),
            attemptTimeoutSeconds: number(timeout, "/attempt_timeout_seconds"),
            maxAttempts: number(attempts, "/max_attempts"),
            queueTimeoutSeconds: number(queueTimeout, "/queue_timeout_seconds"),
            targetTimeoutSeconds: number(targetTimeout, "/target_timeout_seconds"),
            enabled: isEnabled,
            sandbox: isSandbox,
            approval: approval,
            fourEyes: wantsFourEyes
        )
        guard faults.isEmpty else {
            let detail: Phrase = "Some values are no whole numbers."
            throw Problem(.validationFailed, as: "numbers", detail, errors: faults)
        }
        return settings
    }

    /// Before anything is written: a key is stored last, and the one before it may be gone by then.
    private func expiryFault(at now: Timestamp) -> Problem.Fault? {
        guard !expires.isEmpty else { return nil }
        guard let expiresAt else {
            let detail: Phrase = "A date as in 2027-01-31 is expected."
            return .init("/expires_at", .format, as: "credential_expiry", detail)
        }
        guard expiresAt > now else {
            return .init("/expires_at", .range, as: "credential_expiry", "That time has passed.")
        }
        guard secret == nil else { return nil }
        let detail: Phrase = "The date is stored with a key: enter the key, too."
        return .init("/secret", .required, as: "expiring_secret", detail)
    }
}
