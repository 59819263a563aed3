package import Contract
import Domain
import Store

extension EngineSession {
    /// Fetches a skill, and registers it as any other.
    ///
    /// What was refused is audited with its reason: an address that leads nowhere good is worth knowing of.
    package func importSkill(_ request: SkillImport) async throws(Problem) -> SkillRegistration {
        let place = Self.place(request.url)
        return try await carryOut(.importSkill, on: "url:\(place)", explaining: Self.reason) {
            let upload = try await fetched(request.url)
            return try await register(
                SkillUpload(content: upload.content, filename: upload.filename, tags: request.tags),
                fetchedFrom: place
            )
        }
    }

    private func fetched(_ url: String) async throws(Problem) -> SkillUpload {
        guard let download = engine.download else {
            throw Problem(.importRefused, as: "off", "This server does not fetch skills by itself.")
        }
        do throws(ImportRefusal) { return try await download.upload(from: url) } catch { throw error.problem }
    }

    private static func reason(_ problem: Problem) -> [String: String] {
        problem.code == .importRefused ? ["reason": problem.detail] : [:]
    }

    /// The address without what may let somebody in: no query, no user, and no more than fits a line.
    private static func place(_ url: String) -> String {
        let plain = url.prefix { $0 != "?" && $0 != "#" }
        let parts = plain.split(separator: "@", omittingEmptySubsequences: false)
        let visible = (parts.last ?? "").filter { $0.isASCII && !$0.isWhitespace && $0 > " " }
        return String(visible.prefix(200))
    }
}

extension ImportRefusal {
    fileprivate var problem: Problem {
        let code = ProblemCode.importRefused
        let fault = Problem.Fault(
            pointer: "/url",
            code: "refused",
            detail: sentence.english,
            wording: Wording(code.rawValue, variant, sentence)
        )
        return Problem(code, as: variant, sentence, errors: [fault])
    }
}
