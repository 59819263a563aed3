import Contract
import HTTPTypes
import Hummingbird
import Requests

extension WebSite {
    /// The form, on a page of its own or for the dialog.
    static let newSkill: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, _ in
        let model = SkillFormModel(visit, .empty, report: nil)
        guard visit.isPartial else { return try visit.formPage(model) }
        return try visit.part("skills/form", model)
    }

    static let checkSkill: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        try await visit.upload(to: plane) { form throws(Problem) in
            let report = try await plane.checkSkill(try form.upload())
            let providers = try await plane.providers().items
            let model = SkillReport(report, providers: providers, visit)
            return .report(model, status: report.accepted ? .ok : .unprocessableContent)
        }
    }

    static let registerSkill: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        try await visit.upload(to: plane) { form throws(Problem) in
            if let download = try form.download() {
                return await .registered(try await visit.fetch(download, plane), plane)
            }
            let upload = try form.upload()
            do throws(Problem) {
                return await .registered(try await plane.registerSkill(upload), plane)
            } catch {
                guard error.code == .invalidSkill else { throw error }
                // The refusal names errors alone; whoever mends the skill wants the warnings with them.
                let report = try await plane.checkSkill(upload)
                guard !report.accepted else { throw error }
                let model = SkillReport(report, providers: [], visit)
                return .report(model, status: .unprocessableContent)
            }
        }
    }
}

/// What became of a form with a skill.
private enum SkillFormOutcome {
    case report(SkillReport, status: HTTPResponse.Status)
    case registered(SkillRegistration, SkillScan?)

    /// With what the scan found; what was registered stays so, whether or not its scan can be read now.
    static func registered(_ registration: SkillRegistration, _ plane: any ControlPlane) async -> Self {
        let version = registration.version
        let scan = try? await plane.scan(version: version.version, of: version.skill)
        return .registered(registration, scan)
    }
}

extension Visit {
    fileprivate func formPage(_ model: SkillFormModel, status: HTTPResponse.Status = .ok) throws -> Response {
        try page("skills/new", title: words["skills.register"], active: .skills, status: status, model)
    }

    /// How much the body may have at most.
    private var announcedBytes: Int {
        UploadRoom.announced(request.headers, upTo: site.settings.maximumUploadBytes)
    }

    /// What is fetched lies in memory as what is sent does; the form that asks for it has its room already.
    fileprivate func fetch(_ download: SkillImport, _ plane: any ControlPlane) async throws(Problem)
        -> SkillRegistration
    {
        try await site.settings.uploadRoom.holding(
            max(0, SkillImport.maximumBytes - announcedBytes),
            of: keptSecret
        ) {
            () async throws(Problem) in
            try await plane.importSkill(download)
        }
    }

    /// Reads the form and answers with what came of it, beside what was typed.
    fileprivate func upload(
        to plane: any ControlPlane,
        _ act: (SkillUploadForm) async throws(Problem) -> SkillFormOutcome
    ) async throws -> Response {
        var form = SkillUploadForm.empty
        let outcome: SkillFormOutcome
        do throws(Problem) {
            outcome = try await site.settings.uploadRoom.holding(announcedBytes, of: keptSecret) {
                () async throws(Problem) in
                form = try await uploadForm()
                return try await act(form)
            }
        } catch {
            // Only what the form itself can mend is shown in it.
            guard error.isAboutTheUpload else { throw error }
            outcome = .report(SkillReport(error, self), status: .init(code: error.status))
        }
        switch outcome {
        case .registered(let registration, let scan): return try answer(registration, scan)
        case .report(let report, let status): return try answer(form, report, status: status)
        }
    }

    private func answer(
        _ form: SkillUploadForm,
        _ report: SkillReport,
        status: HTTPResponse.Status
    ) throws -> Response {
        let model = SkillFormModel(self, form, report: report)
        guard isPartial else { return try formPage(model, status: status) }
        // Of all refusals htmx puts only 422 into the page.
        return try part("skills/report", status: status == .ok ? .ok : .unprocessableContent, model)
    }

    private func answer(_ registration: SkillRegistration, _ scan: SkillScan?) throws -> Response {
        let version = registration.version
        guard isPartial else {
            let mark = registration.created ? "new" : "same"
            let page = SkillAddress(name: version.skill).page(.overview, version: version.version)
            return redirect(to: page.with("registered", mark).text)
        }
        return try part(
            "skills/registered",
            headers: [.hxRetarget: "#skill-register", .hxReswap: "outerHTML"],
            RegisteredModel(registration, scan, self)
        )
    }
}

extension Problem {
    fileprivate var isAboutTheUpload: Bool {
        switch code {
        case .validationFailed, .invalidSkill, .invalidArchive, .importRefused, .payloadTooLarge,
            .malformedRequest, .unsupportedMediaType, .storageFull, .unavailable:
            true
        default:
            false
        }
    }
}
