import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    /// Asks for the reason, and says what yanking does and does not do.
    static let yankForm: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        try await visit.yankForm(plane, reason: nil, fault: nil)
    }

    static let yankVersion: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let (name, number) = (try visit.skillName(), try visit.versionNumber())
        let form = try await visit.form()
        guard let reason = form["reason"], reason.contains(where: { !$0.isWhitespace }) else {
            return try await visit.yankForm(plane, reason: nil, fault: visit.words["skills.reason_missing"])
        }
        do throws(Problem) {
            _ = try await plane.yank(version: number, of: name, reason: reason)
        } catch {
            guard error.code == .validationFailed else { throw error }
            return try await visit.yankForm(plane, reason: reason, fault: error.errors.first?.detail)
        }
        return visit.redirect(to: SkillAddress(name: name).page(.versions).text)
    }
}

extension Visit {
    fileprivate func yankForm(
        _ plane: any ControlPlane,
        reason: String?,
        fault: String?
    ) async throws -> Response {
        let number = try versionNumber()
        let skill = try await plane.skill(try skillName())
        let version = try await plane.version(number, of: skill.name)
        let subject = SkillSubject(skill: skill, version: version)
        let installed = try await plane.installations(InstallationQuery(skill: skill.name)).items
            .filter { $0.version == number }
        let model = YankModel(self, subject, installedOn: installed.count, reason: reason, fault: fault)
        let status: HTTPResponse.Status = fault == nil ? .ok : .unprocessableContent
        guard isPartial else {
            return try page("skills/yank_page", title: model.title, active: .skills, status: status, model)
        }
        return try part("skills/yank", status: status, model)
    }
}

/// The form that yanks a version.
struct YankModel: Sendable {
    let isInDialog: Bool
    let title: String
    let effect: String
    let stays: String
    let action: String
    let cancel: String
    let submit: String
    let reason: String?
    let fault: String?
    /// Why it cannot be done; nil when it can.
    let denied: String?

    init(_ visit: Visit, _ subject: SkillSubject, installedOn count: Int, reason: String?, fault: String?) {
        let words = visit.words
        let places: KeyValuePairs = [
            "name": subject.skill.name, "version": String(subject.version.version),
        ]
        isInDialog = visit.isPartial
        title = words["skills.yank_title", places]
        effect = words["skills.yank_effect"]
        stays = words.counted("skills.yank_stays", count)
        action = subject.address.of(version: subject.version.version, "yank").text
        cancel = subject.address.page(.versions).text
        submit = words["skills.yank_n", ["version": String(subject.version.version)]]
        self.reason = reason
        self.fault = fault
        denied =
            subject.version.yankedAt != nil
            ? words["skills.yanked_already"]
            : visit.isAllowed(.operator) ? nil : words["problem.permission_denied_next"]
    }
}
