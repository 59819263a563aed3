package import Contract
import Domain
import Store

extension EngineSession {
    /// Fetches a skill, and registers it as any other.
    ///
    /// What was refused is audited with its reason: an address that leads nowhere good is worth knowing of.
    package func importSkill(_ request: SkillImport) async throws(Problem) -> SkillRegistration {
        let place = engine.download?.place(of: request.url) ?? "unreadable"
        return try await carryOut(.importSkill, on: "url:\(place)", explaining: Self.reason) {
            let fetched = try await fetched(request.url)
            let (content, filename) = (fetched.upload.content, fetched.upload.filename)
            return try await register(
                SkillUpload(content: content, filename: filename, tags: request.tags),
                fetched: SkillOrigin(asked: place, found: fetched.place)
            )
        }
    }

    private func fetched(_ url: String) async throws(Problem) -> DownloadedSkill {
        guard let download = engine.download else {
            throw Problem(.importRefused, as: "off", "This server does not fetch skills by itself.")
        }
        do throws(ImportRefusal) { return try await download.skill(from: url) } catch { throw error.problem }
    }

    private static func reason(_ problem: Problem) -> [String: String] {
        problem.code == .importRefused ? ["reason": problem.detail] : [:]
    }
}

/// Where a fetched skill came from, as the history names it.
struct SkillOrigin: Equatable, Sendable {
    /// The address that somebody named.
    let asked: String
    /// Where redirects led to.
    let found: String
}

extension ImportRefusal {
    fileprivate var problem: Problem {
        let code = ProblemCode.importRefused
        let fault = Problem.Fault(
            pointer: "/url",
            code: FaultCode.refused.rawValue,
            detail: sentence.english,
            wording: Wording(code.rawValue, variant, sentence)
        )
        return Problem(code, as: variant, sentence, errors: [fault])
    }
}
