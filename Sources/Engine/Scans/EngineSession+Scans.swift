import Bundles
package import Contract
import Domain
import Store

extension EngineSession {
    package func scan(version number: Int, of skill: String) async throws(Problem) -> SkillScan {
        let version = try await version(number, of: skill)
        return try await answer {
            let stored = try await engine.scans.scan(skill, version: number, digest: version.digest)
            let now = engine.now()
            let waivers = try await engine.database.read { try WaiverTable($0).all(digest: version.digest) }
            return SkillScan(
                skill: skill,
                version: number,
                scannedAt: stored.scannedAt,
                verdict: stored.report.verdict(with: waivers, at: now),
                report: stored.report,
                waivers: stored.report.holding(waivers, at: now)
            )
        }
    }

    package func waivers(version number: Int, of skill: String) async throws(Problem) -> Page<ScanWaiver> {
        let version = try await version(number, of: skill)
        let waivers = try await answer {
            try await engine.database.read { try WaiverTable($0).all(digest: version.digest) }
        }
        return Page(items: waivers, nextCursor: nil)
    }

    package func waive(_ request: WaiverRequest, version number: Int, of skill: String) async throws(Problem)
        -> ScanWaiver
    {
        try await carryOut(.waiveScan, on: "skill:\(skill)@\(number)") {
            try await add(request, version: number, of: skill)
        }
    }

    private func add(_ request: WaiverRequest, version number: Int, of skill: String) async throws(Problem)
        -> ScanWaiver
    {
        try await permit(.waiveScan, onVersionsOf: skill)
        let now = engine.now()
        try WaiverRules.check(request, at: now)
        let scan = try await scan(version: number, of: skill)
        try WaiverRules.requireTarget(request, in: scan.report)
        let waiver = ScanWaiver(
            id: .make(at: now),
            digest: scan.report.digest,
            rulesVersion: scan.report.rulesVersion,
            rule: request.rule,
            finding: request.finding,
            approver: signedIn.name,
            reason: request.reason,
            createdAt: now,
            expiresAt: request.expiresAt
        )
        let audited = entry(
            Operation.waiveScan.rawValue,
            on: "skill:\(skill)@\(number)",
            detail: [
                "waiver": waiver.id.rawValue, "digest": waiver.digest, "reason": waiver.reason,
                "waived": waiver.rule ?? waiver.finding ?? "", "until": waiver.expiresAt.description,
            ]
        )
        try await answer {
            try await engine.database.write { connection in
                try WaiverTable(connection).insert(waiver)
                try AuditTable(connection).append([audited], at: now)
            }
        }
        return waiver
    }

    package func revokeWaiver(
        _ id: WaiverID,
        version number: Int,
        of skill: String,
        if precondition: Precondition
    ) async throws(Problem) -> ScanWaiver {
        try await carryOut(.revokeWaiver, on: "skill:\(skill)@\(number)") {
            try await end(id, version: number, of: skill, if: precondition)
        }
    }

    private func end(
        _ id: WaiverID,
        version number: Int,
        of skill: String,
        if precondition: Precondition
    ) async throws(Problem) -> ScanWaiver {
        try await permit(.revokeWaiver, onVersionsOf: skill)
        let version = try await version(number, of: skill)
        let now = engine.now()
        let person = signedIn.name
        let audited = entry(
            Operation.revokeWaiver.rawValue,
            on: "skill:\(skill)@\(number)",
            detail: ["waiver": id.rawValue, "digest": version.digest]
        )
        let waiver = try await answer {
            try await engine.database.write { connection -> ScanWaiver? in
                let table = WaiverTable(connection)
                let before = try table.all(digest: version.digest).first { $0.id == id }
                guard let before else { return nil }
                if before.revokedAt == nil { try precondition.require(at: before.revision, "waiver \(id)") }
                guard let waiver = try table.revoke(id, digest: version.digest, by: person, at: now) else {
                    return nil
                }
                try AuditTable(connection).append([audited], at: now)
                return waiver
            }
        }
        guard let waiver else { throw .missing(waiver: id) }
        return waiver
    }
}

/// What a waiver has to say.
enum WaiverRules {
    /// - Throws: ``Problem`` with every fault of the request.
    static func check(_ request: WaiverRequest, at now: Timestamp) throws(Problem) {
        var faults: [Problem.Fault] = []
        if (request.rule == nil) == (request.finding == nil) {
            faults.append(.init("/rule", .required, as: "waiver_subject", "Name either a rule or a finding."))
        }
        if request.reason.allSatisfy(\.isWhitespace) {
            faults.append(.init("/reason", .required, as: "waiver_reason", "A waiver says why."))
        } else if request.reason.count > 1000 {
            faults.append(
                .init("/reason", .length, as: "waiver_reason", "A reason has up to 1,000 characters.")
            )
        }
        let limit = now + .seconds(ScanWaiver.maximumDays * 86_400)
        if request.expiresAt <= now || request.expiresAt > limit {
            let rule: Phrase = "A waiver ends within \(ScanWaiver.maximumDays, as: "days") days from now."
            faults.append(.init("/expires_at", .range, as: "waiver_expiry", rule))
        }
        guard faults.isEmpty else {
            throw Problem(.validationFailed, as: "waiver", "The waiver cannot be made.", errors: faults)
        }
    }

    /// - Throws: ``Problem`` unless the report has what is to be waived.
    static func requireTarget(_ request: WaiverRequest, in report: ScanReport) throws(Problem) {
        let isThere = report.findings.contains { finding in
            finding.isWaivable
                && (request.rule.map { $0 == finding.rule } ?? (request.finding == finding.id))
        }
        guard !isThere else { return }
        let pointer = request.rule == nil ? "/finding" : "/rule"
        let rule: Phrase = "The scan of this version found nothing of that kind."
        let fault = Problem.Fault(pointer, .notFound, as: "waiver_subject", rule)
        throw Problem(.validationFailed, as: "waiver", "The waiver cannot be made.", errors: [fault])
    }
}
