import Contract

/// The list of providers as its template reads it.
struct ProviderListModel: Sendable {
    let cards: [ProviderCard]
    let isEmpty: Bool
    let summary: String
    let mayAdd: Bool
    /// Where everything is paused or resumed; nil for whoever may not.
    let pauseAll: String?
    let resumeAll: String?
    /// Whose settings were just saved, in a sentence.
    let saved: String?

    init(_ providers: [ProviderView], saved: String?, _ visit: Visit) {
        self.saved = providers.first { $0.id.rawValue == saved }.map {
            visit.words["providers.saved", ["name": $0.settings.displayName]]
        }
        cards = providers.map { ProviderCard($0, visit) }
        isEmpty = cards.isEmpty
        mayAdd = visit.isAllowed(.putProvider)
        pauseAll = visit.pause == nil && visit.isAllowed(.pauseWork) ? "/pause" : nil
        resumeAll = visit.pause != nil && visit.isAllowed(.resumeWork) ? "/resume" : nil
        let failing = providers.count { $0.settings.enabled && $0.lastCheck?.healthy == false }
        let all = visit.words.counted("providers.shown", providers.count)
        summary = failing == 0 ? all : "\(all) · \(visit.words.counted("providers.failing", failing))"
    }
}

/// A provider at a glance: whether it answers, what is wrong, and what may be asked of it.
struct ProviderCard: Sendable {
    struct Fact: Sendable {
        let name: String
        let value: String
    }

    struct Trouble: Sendable {
        let sentence: String
        let nextAction: String
        /// What the provider itself said, for its support: status, code, request id.
        let evidence: String
    }

    let id: String
    let name: String
    let kind: String
    let chip: Chip
    let isSandbox: Bool
    let isDisabled: Bool
    let latency: String?
    let checked: Moment?
    let trouble: Trouble?
    let facts: [Fact]
    let href: String
    let checkAction: String
    let mayCheck: Bool
    let checkLabel: String
    /// That it is paused, by whom and why.
    let pause: String?
    /// That it is taken to be down.
    let breaker: String?
    /// That it asked for a wait.
    let backOff: String?
    /// Seconds after which that is over.
    let backOffEnds: String?
    /// Where it is paused; nil while it is, and for whoever may not.
    let pauseAction: String?
    let pauseLabel: String
    let resumeAction: String?
    let resumeLabel: String
    let settingsLabel: String
    let settingsText: String

    init(_ provider: ProviderView, _ visit: Visit) {
        let words = visit.words
        let settings = provider.settings
        id = provider.id.rawValue
        name = settings.displayName
        kind = words["providers.kind_\(settings.kind.rawValue)"]
        isSandbox = settings.sandbox
        isDisabled = !settings.enabled
        chip = Chip(health: provider, words)
        latency = provider.lastCheck.map { words.duration(milliseconds: $0.latencyMilliseconds) }
        checked = provider.lastCheck.map { visit.moment($0.checkedAt) }
        trouble = provider.lastCheck?.error.map { Trouble($0, words) }
        facts = Self.facts(provider, visit)
        href = "/providers/\(provider.id)"
        checkAction = "/providers/\(provider.id)/check"
        mayCheck = visit.isAllowed(.checkProvider)
        checkLabel = words["providers.check_named", ["name": name]]
        pause = provider.pause.map {
            let when = visit.moment($0.since).relative
            return words["providers.paused_by", ["who": $0.by, "when": when, "reason": $0.reason]]
        }
        breaker = provider.breaker.flatMap { words.breaker($0, visit) }
        backOff = provider.backOff.map {
            words["providers.back_off", ["when": visit.moment($0.until).relative]]
        }
        let now = visit.site.now()
        backOffEnds = provider.backOff.map { "\(Int(max(.zero, $0.until - now) / .seconds(1)) + 1)" }
        let (mayPause, mayResume) = (visit.isAllowed(.pauseProvider), visit.isAllowed(.resumeProvider))
        pauseAction = provider.pause == nil && mayPause ? href + "/pause" : nil
        pauseLabel = words["providers.pause_named", ["name": name]]
        resumeAction = provider.pause != nil && mayResume ? href + "/resume" : nil
        resumeLabel = words["providers.resume_named", ["name": name]]
        settingsText = words[visit.isAllowed(.putProvider) ? "providers.settings" : "providers.look"]
        settingsLabel = "\(settingsText): \(name)"
    }

    private static func facts(_ provider: ProviderView, _ visit: Visit) -> [Fact] {
        let words = visit.words
        let settings = provider.settings
        let rate = settings.ratePerMinute.map { words["providers.per_minute", ["n": words.grouped($0)]] }
        var facts = [
            Fact(name: words["providers.concurrency"], value: words.grouped(settings.concurrency)),
            Fact(name: words["providers.rate"], value: rate ?? words["providers.no_limit"]),
            Fact(
                name: words["providers.timeout"],
                value: words.duration(milliseconds: settings.attemptTimeoutSeconds * 1000)
            ),
            Fact(name: words["providers.attempts"], value: words.grouped(settings.maxAttempts)),
            Fact(
                name: words["providers.rollback"],
                value: words["providers.rollback_\(provider.capabilities.rollback.rawValue)"]
            ),
        ]
        if settings.approval != .none {
            let rule = words["providers.approval_\(settings.approval.rawValue)"]
            let eyes = settings.fourEyes ? " · \(words["providers.four_eyes"])" : ""
            facts.append(Fact(name: words["providers.approval"], value: rule + eyes))
        }
        if let bytes = provider.capabilities.maximumTotalBytes {
            facts.append(Fact(name: words["providers.maximum"], value: words.size(bytes: bytes)))
        }
        if let files = provider.capabilities.maximumFiles {
            facts.append(Fact(name: words["providers.maximum_files"], value: words.grouped(files)))
        }
        if let address = settings.baseURL {
            facts.append(Fact(name: words["providers.base_url"], value: address))
        }
        if let credential = provider.credential {
            facts.append(Fact(name: words["providers.key"], value: text(credential, visit)))
        }
        return facts
    }

    private static func text(_ credential: CredentialView, _ visit: Visit) -> String {
        guard let fingerprint = credential.fingerprint, let when = credential.setAt,
            let who = credential.setBy
        else { return visit.words["providers.key_\(credential.kind.rawValue)"] }
        let stored =
            visit.words[
                "providers.key_sealed_known",
                ["fingerprint": fingerprint, "when": visit.moment(when).relative, "who": who]
            ]
        guard let end = credential.expiresAt else { return stored }
        let (moment, hasPassed) = (visit.moment(end), end <= visit.site.now())
        let expiry =
            visit.words[
                hasPassed ? "providers.key_expired" : "providers.key_expires",
                ["date": moment.exact, "when": moment.relative]
            ]
        return "\(stored) · \(expiry)"
    }
}

extension ProviderCard.Trouble {
    fileprivate init(_ error: TaskError, _ words: Words) {
        sentence = words.of(error.code.sentence)
        nextAction = words.of(error.code.nextAction)
        let parts = [
            error.code.rawValue, error.providerStatus.map { "HTTP \($0)" }, error.vendorCode,
            error.providerRequestID,
        ]
        evidence = parts.compactMap { $0 }.joined(separator: " · ")
    }
}
