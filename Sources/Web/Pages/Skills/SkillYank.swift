import Contract
import HTTPTypes
import Hummingbird
import Requests

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
        guard reason.unicodeScalars.count <= YankModel.longestReason, Grammar.isPlain(reason) else {
            let places: KeyValuePairs = ["n": String(YankModel.longestReason)]
            let fault = visit.words["skills.reason_unusable", places]
            return try await visit.yankForm(plane, reason: reason, fault: fault)
        }
        do throws(Problem) {
            let revision = Revision(text: form["revision"] ?? "")
            _ = try await plane.yank(version: number, of: name, reason: reason, if: .unchanged(revision))
        } catch {
            switch error.code {
            case .validationFailed:
                return try await visit.yankForm(
                    plane,
                    reason: reason,
                    fault: error.errors.first.map { FaultText($0, visit.words).text }
                )
            case .preconditionFailed:
                let words = visit.words["problem.precondition_failed"]
                return try await visit.yankForm(
                    plane,
                    reason: reason,
                    fault: words,
                    status: .preconditionFailed
                )
            default: throw error
            }
        }
        return visit.redirect(to: SkillAddress(name: name).page(.versions).text)
    }
}

extension Visit {
    fileprivate func yankForm(
        _ plane: any ControlPlane,
        reason: String?,
        fault: String?,
        status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let number = try versionNumber()
        let skill = try await plane.skill(try skillName())
        let version = try await plane.version(number, of: skill.name)
        let subject = SkillSubject(skill: skill, version: version)
        let installed = try await plane.installations(InstallationQuery(skill: skill.name)).items
            .filter { $0.version == number }
        let model = YankModel(self, subject, installedOn: installed.count, reason: reason, fault: fault)
        guard isPartial else {
            let status = fault == nil ? .ok : status
            return try page("skills/yank-page", title: model.title, active: .skills, status: status, model)
        }
        // Of all refusals htmx puts only 422 into the page.
        return try part("skills/yank", status: fault == nil ? .ok : .unprocessableContent, model)
    }
}

/// The form that yanks a version.
struct YankModel: Sendable {
    /// In Unicode scalars; the API takes no more either.
    static let longestReason = 1000

    let isInDialog: Bool
    let title: String
    let maximumReason: Int
    let effect: String
    let stays: String
    let action: String
    let cancel: String
    let submit: String
    let reason: String?
    let fault: String?
    /// What the form was drawn from.
    let revision: String
    /// Why it cannot be done; nil when it can.
    let denied: String?

    init(_ visit: Visit, _ subject: SkillSubject, installedOn count: Int, reason: String?, fault: String?) {
        let words = visit.words
        let places: KeyValuePairs = [
            "name": subject.skill.name, "version": String(subject.version.version),
        ]
        isInDialog = visit.isPartial
        maximumReason = Self.longestReason
        title = words["skills.yank_title", places]
        effect = words["skills.yank_effect"]
        stays = count == 0 ? words["skills.yank_stays_none"] : words.counted("skills.yank_stays", count)
        action = subject.address.of(version: subject.version.version, "yank").text
        cancel = subject.address.page(.versions).text
        submit = words["skills.yank_n", ["version": String(subject.version.version)]]
        self.reason = reason
        self.fault = fault
        revision = subject.version.revision.text
        denied =
            subject.version.yankedAt != nil
            ? words["skills.yanked_already"]
            : visit.isAllowed(.yankSkill) ? nil : words["problem.permission_denied_next"]
    }
}
