import Contract

/// What differs at providers, and how the last look at each went, as the template reads it.
struct DriftPageModel: Sendable {
    static let pageSize = 100

    /// What of the address is to stay when the list is shown anew.
    struct Place: Sendable {
        let name: String
        let value: String
    }

    let place: [Place]
    let providers: [DriftProviderRow]
    let hasProviders: Bool
    let cards: [DriftCard]
    let isEmpty: Bool
    /// Nothing differs, and every provider that can be asked was.
    let isCalm: Bool
    let shown: String
    let next: String?
    let newest: String?
    let only: String?
    let clear: String
    let denied: String?

    /// - Parameters:
    ///   - visit: Whose address may name a provider and a page.
    ///   - plane: Asked for both lists.
    /// - Returns: What the page shows.
    /// - Throws: ``Problem``
    static func read(_ visit: Visit, _ plane: any ControlPlane) async throws -> DriftPageModel {
        let provider = visit.query["provider"].map { ProviderID(rawValue: $0) }
        let cursor = visit.query["cursor"]
        let query = DriftQuery(provider: provider, page: PageRequest(limit: pageSize, cursor: cursor))
        async let names = plane.providerNames()
        let checks = try await plane.driftChecks().items
        let findings = try await plane.driftFindings(query)
        return DriftPageModel(
            visit,
            checks.filter { provider == nil || $0.provider == provider },
            findings,
            await names,
            only: provider,
            isFirst: cursor == nil
        )
    }

    private init(
        _ visit: Visit,
        _ checks: [DriftCheckView],
        _ findings: Page<DriftFindingView>,
        _ names: ProviderNames,
        only: ProviderID?,
        isFirst: Bool
    ) {
        let words = visit.words
        place = ["provider", "cursor"].compactMap { name in
            visit.query[name].map { Place(name: name, value: $0) }
        }
        providers = checks.map { check in
            // A repair of all takes all of them: with a second page some are not known here.
            let own = findings.items.filter { $0.provider == check.provider }
            let isWhole = isFirst && findings.nextCursor == nil
            return DriftProviderRow(check, isWhole ? own : [], names[check.provider], visit)
        }
        hasProviders = !providers.isEmpty
        cards = findings.items.map { DriftCard($0, names[$0.provider], visit) }
        isEmpty = cards.isEmpty
        let asked = checks.filter { $0.detection != .none }
        isCalm = !asked.isEmpty && asked.allSatisfy { $0.outcome == .sound }
        shown = words.counted("drift.shown", findings.items.count)
        let address = Address("/drift", ["provider": only?.rawValue])
        next = findings.nextCursor.map { address.with("cursor", $0).text }
        newest = isFirst ? nil : address.text
        self.only = only.map { names[$0] }
        clear = "/drift"
        denied = visit.isAllowed(.checkDrift) ? nil : words["drift.viewers_act"]
    }
}

extension DriftPageModel {
    /// With the filter and the page of whoever comes from there.
    static func address(_ path: String, _ visit: Visit) -> Address {
        Address(path, ["provider": visit.query["provider"], "cursor": visit.query["cursor"]])
    }
}

/// How the last look at a provider went.
struct DriftProviderRow: Sendable {
    let id: String
    let name: String
    let href: String
    /// Where its findings stand.
    let findings: String
    let chip: Chip
    let last: Moment?
    let numbers: String?
    let trouble: String?
    /// For whoever may ask for a look there.
    let check: String?
    let checkAction: String
    let checkLabel: String
    let orders: [DriftOrder]

    init(_ check: DriftCheckView, _ findings: [DriftFindingView], _ name: String, _ visit: Visit) {
        let words = visit.words
        id = check.provider.rawValue
        self.name = name
        href = "/providers/\(percentEncoded(id))"
        self.findings = Address("/drift", ["provider": id]).text
        chip = Chip(check, words)
        last = check.finishedAt.map { visit.moment($0) }
        numbers =
            check.finishedAt == nil || check.outcome == .failed
            ? nil
            : words[
                "drift.numbers",
                [
                    "compared": words.grouped(check.compared), "verified": words.grouped(check.verified),
                    "left": words.grouped(check.leftOut), "others": words.grouped(check.others),
                ]
            ]
        trouble = check.error.map { words.of($0.code.sentence) }
        let mayCheck = visit.isAllowed(.checkDrift) && check.detection != .none && check.askedAt == nil
        self.check = mayCheck ? id : nil
        checkAction = DriftPageModel.address("/drift/check", visit).text
        checkLabel = words["drift.check_named", ["name": name]]
        orders = [
            DriftOrder("drift-\(id)-repair", findings, .install, name, visit),
            DriftOrder("drift-\(id)-remove", findings, .uninstall, name, visit),
        ].compactMap(\.self)
    }
}

/// A place that differs: what should stand there, what does, and what can be done.
struct DriftCard: Sendable {
    let id: String
    let title: String
    let skill: String
    let skillHref: String
    let provider: String
    let providerHref: String
    let chip: Chip
    let expected: String
    let found: String
    let foundDigest: String?
    let first: Moment
    let last: Moment
    let nextStep: String
    let orders: [DriftOrder]
    /// Where it is accepted; nil where it cannot be, or by this visitor.
    let accept: String?

    init(_ finding: DriftFindingView, _ name: String, _ visit: Visit) {
        let words = visit.words
        id = "drift-\(finding.id)"
        skill = finding.skill
        skillHref = SkillAddress(name: finding.skill).page(.overview).text
        provider = name
        providerHref = "/providers/\(percentEncoded(finding.provider.rawValue))"
        title = "\(finding.skill), \(name)"
        chip = Chip(finding.kind == .missing ? .fail : .warn, words["drift.kind_\(finding.kind.rawValue)"])
        expected = words.drift(finding.expected)
        found = words.drift(finding.found)
        foundDigest = finding.found?.digest.map { String($0.prefix(12)) }
        (first, last) = (visit.moment(finding.firstSeen), visit.moment(finding.lastSeen))
        nextStep = words["drift.next_\(finding.kind.rawValue)"]
        orders = [
            DriftOrder("\(id)-repair", [finding], .install, name, visit),
            DriftOrder("\(id)-remove", [finding], .uninstall, name, visit),
        ].compactMap(\.self)
        let mayAccept = finding.acceptable && visit.isAllowed(.acceptDrift)
        accept = mayAccept ? DriftAcceptModel.address(finding).text : nil
    }
}

extension Words {
    func drift(_ side: DriftFindingView.Side?) -> String {
        guard let side else { return self["drift.nothing"] }
        if let version = side.version { return self["drift.version", ["n": String(version)]] }
        return self[side.digest == nil ? "drift.unread" : "drift.unknown"]
    }
}

extension Chip {
    fileprivate init(_ check: DriftCheckView, _ words: Words) {
        let (tone, word): (Tone, String) =
            if check.detection == .none {
                (.idle, "drift.cannot")
            } else if let asked = check.askedAt, check.startedAt.map({ $0 < asked }) ?? true {
                (.run, "drift.asked_for")
            } else if let begun = check.startedAt, check.finishedAt.map({ $0 < begun }) ?? true {
                (.run, "drift.running")
            } else {
                switch check.outcome {
                case .sound?: (.ok, "drift.sound")
                case .drifted?: (.warn, "drift.drifted")
                case .failed?: (.fail, "drift.failed")
                case nil: (.idle, "drift.never")
                }
            }
        self.init(tone, words[word])
    }
}
