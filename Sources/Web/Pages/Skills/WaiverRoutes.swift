import Contract
import HTTPTypes
import Hummingbird
import Requests

extension WebSite {
    static let waiverRoutes: [Route] = [
        .get("/skills/{name}/versions/{number}/findings/{finding}/waive", waiverForm),
        .post("/skills/{name}/versions/{number}/findings/{finding}/waive", waive),
        .get("/skills/{name}/versions/{number}/waivers/{id}/revoke", confirmWaiverRevocation),
        .post("/skills/{name}/versions/{number}/waivers/{id}/revoke", revokeWaiver),
    ]

    /// Asks what is to be waived, why and for how long.
    private static let waiverForm: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        try await visit.waiverForm(plane, WaiverForm(FormFields("")), refused: nil)
    }

    private static let waive: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let (name, number) = (try visit.skillName(), try visit.versionNumber())
        let entered = WaiverForm(try await visit.form())
        do throws(Problem) {
            let finding = try await visit.finding(plane)
            let request = try entered.request(for: finding, at: visit.site.now())
            _ = try await plane.waive(request, version: number, of: name)
        } catch {
            guard error.isAboutWhatWasEntered else { throw error }
            return try await visit.waiverForm(plane, entered, refused: error)
        }
        return visit.redirectToScan(of: name, version: number)
    }

    private static let confirmWaiverRevocation: @Sendable (Visit, any ControlPlane) async throws -> Response =
        { visit, plane in
            let (name, number, id) = (
                try visit.skillName(), try visit.versionNumber(), try visit.waiverID()
            )
            let scan = try await plane.scan(version: number, of: name)
            let waivers = try await plane.waivers(version: number, of: name).items
            guard let waiver = waivers.first(where: { $0.id == id }) else {
                throw Problem(.notFound, as: "waiver", "There is no waiver \(id, as: "waiver").")
            }
            let model = WaiverRevocationModel(waiver, scan, visit)
            guard visit.isPartial else {
                return try visit.page(
                    "skills/waiver-revoke-page",
                    title: visit.words["skills.waiver_revoke_title"],
                    active: .skills,
                    model
                )
            }
            return try visit.part("skills/waiver-revoke", model)
        }

    private static let revokeWaiver: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let (name, number, id) = (try visit.skillName(), try visit.versionNumber(), try visit.waiverID())
        _ = try await plane.revokeWaiver(id, version: number, of: name, if: .present)
        return visit.redirectToScan(of: name, version: number)
    }
}

extension SkillAddress {
    /// Where a finding of a version can be waived.
    func waive(_ finding: ScanFinding, version: Int) -> Address {
        of(version: version, "findings/\(percentEncoded(finding.id))/waive")
    }

    /// Where a version's page says what the safety scan found.
    func scan(of version: Int) -> String { page(.overview, version: version).text + "#scan" }
}

extension Visit {
    /// The page from which a dialog was opened may be that very address: with a mark behind `#` it would not be
    /// read anew.
    fileprivate func redirectToScan(of skill: String, version: Int) -> Response {
        let address = SkillAddress(name: skill)
        return redirect(
            to: isPartial ? address.page(.overview, version: version).text : address.scan(of: version)
        )
    }

    /// The finding of this version that the address names.
    ///
    /// - Throws: ``Problem`` with `not_found` when the scan has none such.
    fileprivate func finding(_ plane: any ControlPlane) async throws(Problem) -> ScanFinding {
        let scan = try await plane.scan(version: try versionNumber(), of: try skillName())
        guard let finding = scan.report.findings.first(where: { $0.id == findingID }) else {
            throw Problem(.notFound, as: "finding", "The scan of this version has no such finding.")
        }
        return finding
    }

    fileprivate func waiverForm(_ plane: any ControlPlane, _ entered: WaiverForm, refused: Problem?)
        async throws -> Response
    {
        let finding = try await finding(plane)
        let model = WaiverModel(
            self,
            finding,
            of: try skillName(),
            version: try versionNumber(),
            entered,
            refused
        )
        guard isPartial else {
            let status = HTTPResponse.Status(code: refused?.status ?? 200)
            return try page("skills/waive-page", title: model.title, active: .skills, status: status, model)
        }
        // Of all refusals htmx puts only 422 into the page.
        return try part("skills/waive", status: refused == nil ? .ok : .unprocessableContent, model)
    }
}

/// What was entered to waive a finding.
struct WaiverForm: Sendable {
    enum Scope: String, CaseIterable, Sendable {
        case finding
        case rule
    }

    /// For how long, in days.
    static let spans = [7, 14, 30, ScanWaiver.maximumDays]

    let scope: String
    let reason: String
    let days: String

    init(_ form: FormFields) {
        scope = form["scope"] ?? Scope.finding.rawValue
        reason = form["reason"] ?? ""
        days = form["days"] ?? "30"
    }

    /// - Throws: ``Problem`` that names every field at fault.
    func request(for found: ScanFinding, at now: Timestamp) throws(Problem) -> WaiverRequest {
        var faults: [Problem.Fault] = []
        let scope = Scope(rawValue: scope)
        if scope == nil {
            faults.append(.init("/scope", .choice, as: "waiver_scope", "Choose the finding or its rule."))
        }
        let span = Int(days).flatMap { Self.spans.contains($0) ? $0 : nil }
        if span == nil {
            faults.append(
                .init("/expires_at", .choice, as: "waiver_expiry", "Choose one of the listed spans.")
            )
        }
        guard let scope, let span else {
            throw Problem(.validationFailed, as: "waiver", "The waiver cannot be made.", errors: faults)
        }
        return WaiverRequest(
            rule: scope == .rule ? found.rule : nil,
            finding: scope == .finding ? found.id : nil,
            reason: reason,
            expiresAt: now + .seconds(span * 86_400)
        )
    }
}
