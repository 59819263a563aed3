import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let auditRoutes: [Route] = [
        .get("/audit", auditLog), .post("/audit/verify", verifyAudit), .get("/audit/export", auditExport),
        .get("/audit/checkpoints/{number}/file", checkpointDownload),
    ]

    private static let auditLog: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let model = try await AuditModel(visit, plane, AuditFilter(visit.query))
        return try visit.auditLog(model)
    }

    private static let verifyAudit: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let verification = AuditVerificationModel(try await plane.verifyAudit(), visit)
        if visit.isPartial { return try visit.part("audit/verification", verification) }
        let filter = AuditFilter(FormFields(""))
        return try visit.auditLog(try await AuditModel(visit, plane, filter, verification: verification))
    }
}

extension Visit {
    fileprivate func auditLog(_ model: AuditModel) throws -> Response {
        if fragment == "audit-results" {
            let headers: HTTPFields = model.isFirstPage ? [.hxReplaceURL: model.address] : [:]
            return try part("audit/results", headers: headers, model)
        }
        return try page("audit/page", title: words["nav.audit"], active: .audit, model)
    }
}

/// What the audit log is narrowed to; all of it stands in the address.
struct AuditFilter: Sendable {
    let query: AuditQuery
    /// As it was entered, with or without a zone.
    let from: String?
    let isFromFaulty: Bool

    init(_ fields: FormFields) {
        from = fields["from"]
        let after = from.flatMap(Self.time)
        isFromFaulty = from != nil && after == nil
        query = AuditQuery(
            actor: fields["actor"],
            action: fields["action"],
            subject: fields["subject"],
            after: after,
            page: PageRequest(limit: 50, cursor: fields["cursor"])
        )
    }

    /// What the browser's field for a time sends, which means UTC here, or RFC 3339.
    private static func time(_ text: String) -> Timestamp? {
        Timestamp(text) ?? Timestamp(text + ":00Z") ?? Timestamp(text + "Z") ?? Timestamp(text + "T00:00:00Z")
    }

    var address: Address {
        Address(
            "/audit",
            ["actor": query.actor, "action": query.action, "subject": query.subject, "from": from]
        )
    }
}

/// The audit log as its template reads it.
struct AuditModel: Sendable {
    struct Row: Sendable {
        let id: String
        let at: Moment
        let actor: String
        let actorHref: String
        let action: String
        let actionHref: String
        let subject: String
        /// The page of what it was done to, where there is one.
        let subjectHref: String?
        let chip: Chip
        let source: String
        let details: [Detail]
        let place: String
        let requestID: String?
        let hash: String
    }

    struct Detail: Sendable {
        let name: String
        let value: String
    }

    let actor: String?
    let action: String?
    let subject: String?
    let from: String?
    let isFromFaulty: Bool
    let rows: [Row]
    let isEmpty: Bool
    let isNarrowed: Bool
    let shown: String
    let next: String?
    let isFirstPage: Bool
    let address: String
    let verification: AuditVerificationModel?
    /// Whether what others did is left out.
    let isOwnOnly: Bool
    let mayVerify: Bool
    /// For whoever verifies.
    let checkpoints: CheckpointList?

    init(
        _ visit: Visit,
        _ plane: any ControlPlane,
        _ filter: AuditFilter,
        verification: AuditVerificationModel? = nil
    ) async throws {
        // Asked for in any case: the engine says who may see what, and keeps who tried.
        let answer = try await plane.audit(filter.query)
        let found = filter.isFromFaulty ? Page(items: [], nextCursor: nil) : answer
        isOwnOnly = !visit.isAllowed(.readWholeAudit)
        mayVerify = visit.isAllowed(.verifyAudit)
        (actor, action, subject) = (filter.query.actor, filter.query.action, filter.query.subject)
        (from, isFromFaulty) = (filter.from, filter.isFromFaulty)
        rows = found.items.map { Row($0, visit, filter) }
        isEmpty = rows.isEmpty
        address = filter.address.text
        isNarrowed = address != "/audit"
        shown = visit.words.counted("audit.shown", rows.count)
        next = found.nextCursor.map { filter.address.with("cursor", $0).text }
        isFirstPage = filter.query.page.cursor == nil
        self.verification = verification
        checkpoints = mayVerify ? try await CheckpointList(visit, plane) : nil
    }
}

extension AuditModel.Row {
    fileprivate init(_ entry: AuditEntryView, _ visit: Visit, _ filter: AuditFilter) {
        id = "audit-\(entry.chain)-\(entry.sequence)".filter { $0.isLetter || $0.isNumber || $0 == "-" }
        at = visit.moment(entry.at)
        actor = entry.actor
        actorHref = filter.address.with("actor", entry.actor).text
        action = entry.action
        actionHref = filter.address.with("action", entry.action).text
        subject = entry.subject
        subjectHref = Self.page(of: entry.subject)
        chip = Self.chip(entry.outcome, visit.words)
        source = entry.source
        details = entry.detail.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }
        place = "\(entry.chain) \(entry.sequence)"
        requestID = entry.requestID
        hash = entry.hash
    }

    private static func chip(_ outcome: String, _ words: Words) -> Chip {
        switch outcome {
        case "accepted": Chip(.ok, words["audit.accepted"])
        case "denied": Chip(.fail, words["audit.refused"])
        case "refused": Chip(.fail, words["audit.not_done"])
        default:
            RunStatus(rawValue: outcome).map { Chip($0, words) }
                ?? TaskStatus(rawValue: outcome).map { Chip($0, words) } ?? Chip(.idle, outcome)
        }
    }

    /// `run:0190…` and the like.
    private static func page(of subject: String) -> String? {
        let parts = subject.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let name = parts[1].prefix { $0 != "@" }
        switch parts[0] {
        case "run": return "/runs/\(percentEncoded(String(name)))"
        case "skill": return "/skills/\(percentEncoded(String(name)))"
        case "provider": return "/providers/\(percentEncoded(String(name)))"
        case "alert_rule": return "/alerts/rules/\(percentEncoded(String(name)))"
        case "token": return "/settings#tokens"
        default: return nil
        }
    }
}

/// Whether the log is whole, as its template reads it.
struct AuditVerificationModel: Sendable {
    let isIntact: Bool
    let text: String
    /// What the checkpoints cover.
    let signed: String
    let breaks: [Said]

    init(_ verification: AuditVerification, _ visit: Visit) {
        let number = visit.words.grouped(Int(verification.entries))
        isIntact = verification.intact
        text = visit.words[verification.intact ? "audit.intact" : "audit.broken", ["n": number]]
        signed =
            verification.newestCheckpoint.map { newest in
                visit.words[
                    "audit.signed",
                    ["number": String(newest.number), "n": visit.words.grouped(Int(verification.uncovered))]
                ]
            } ?? visit.words["audit.unsigned"]
        let wordings = verification.wordings
        breaks = verification.breaks.enumerated().map { index, sentence in
            visit.words.said(sentence, wordings.indices.contains(index) ? wordings[index] : nil)
        }
    }
}
