import Contract
import Domain
import NIOCore
import NIOHTTP1

/// The requests of the skill registry, one function each.
struct GeminiService: Sendable {
    let sender: Sender
    let credential: GoogleCredential
    /// `projects/P/locations/L`.
    let parent: String
    let deadline: NIODeadline

    func skill(_ id: String) async throws(ProviderFailure) -> GeminiSkill? {
        try await unlessGone { () async throws(ProviderFailure) in
            let reply = try await send(.get(path(id), limit: Outgoing.contentLimit))
            return try reply.decode(GeminiSkill.self, from: .google, after: .read)
        }
    }

    /// One page of the skills there are, without their content.
    func skills(after token: String?) async throws(ProviderFailure) -> GeminiSkills {
        let mask = percentEncoded("skills(name,displayName,state),nextPageToken")
        let query = "?pageSize=100&fields=\(mask)" + (token.map { "&pageToken=\(percentEncoded($0))" } ?? "")
        let reply = try await send(.get("/\(parent)/skills" + query, limit: Outgoing.contentLimit))
        return try reply.decode(GeminiSkills.self, from: .google, after: .read)
    }

    func create(_ bundle: SkillBundle, as id: String) async throws(ProviderFailure) -> GeminiOperation {
        let path = "/\(parent)/skills?skillId=\(percentEncoded(id))"
        let reply = try await send(.json(.upload, .POST, path, encoded(GeminiUpload(bundle))))
        return try reply.decode(GeminiOperation.self, from: .google, after: .upload)
    }

    func update(_ bundle: SkillBundle, as id: String) async throws(ProviderFailure) -> GeminiOperation {
        let path = path(id) + "?updateMask=\(percentEncoded(GeminiUpload.mask))"
        let reply = try await send(.json(.upload, .PATCH, path, encoded(GeminiUpload(bundle))))
        return try reply.decode(GeminiOperation.self, from: .google, after: .upload)
    }

    /// - Returns: Nil when it was gone already.
    func delete(_ id: String) async throws(ProviderFailure) -> GeminiOperation? {
        try await unlessGone { () async throws(ProviderFailure) in
            try await send(.delete(path(id))).decode(GeminiOperation.self, from: .google, after: .delete)
        }
    }

    /// - Returns: Nil when the provider remembers it no more.
    func operation(_ name: String) async throws(ProviderFailure) -> GeminiOperation? {
        // The name came from outside: each part is escaped so that it cannot leave its place in the path.
        let parts = name.split(separator: "/").map { percentEncoded(String($0)) }
        return try await unlessGone { () async throws(ProviderFailure) in
            let reply = try await send(.get("/" + parts.joined(separator: "/")))
            return try reply.decode(GeminiOperation.self, from: .google, after: .read)
        }
    }

    /// The id of the newest revision, which is the one in use.
    func newestRevision(of id: String) async throws(ProviderFailure) -> String? {
        var newest: GeminiRevision?
        var token: String?
        repeat {
            // Without the mask each revision may carry its whole content
            // (cloud.google.com/apis/docs/system-parameters).
            let mask = percentEncoded("skillRevisions(name,createTime),nextPageToken")
            let query =
                "?pageSize=100&fields=\(mask)" + (token.map { "&pageToken=\(percentEncoded($0))" } ?? "")
            let reply = try await send(.get(path(id) + "/revisions" + query, limit: Outgoing.contentLimit))
            let page = try reply.decode(GeminiRevisions.self, from: .google, after: .read)
            for revision in page.skillRevisions ?? [] where Self.isNewer(revision, than: newest) {
                newest = revision
            }
            token = page.nextPageToken.flatMap { $0.isEmpty ? nil : $0 }
        } while token != nil
        return newest?.id
    }

    func revision(_ revision: String, of id: String) async throws(ProviderFailure) -> GeminiRevision? {
        try await unlessGone { () async throws(ProviderFailure) in
            let path = path(id) + "/revisions/\(percentEncoded(revision))"
            let reply = try await send(.get(path, limit: Outgoing.contentLimit))
            return try reply.decode(GeminiRevision.self, from: .google, after: .read)
        }
    }

    func check() async throws(ProviderFailure) {
        _ = try await send(.get("/\(parent)/skills?pageSize=1", limit: Outgoing.contentLimit))
    }

    /// A rejected token is renewed once: a request answered with 401 was not carried out.
    private func send(_ outgoing: Outgoing) async throws(ProviderFailure) -> Reply {
        let token = try await credential.token(by: deadline)
        do {
            return try await sender.authorized(by: token).send(outgoing, by: deadline)
        } catch {
            guard error.code == .authFailed, let token,
                let fresh = try await credential.renew(token, by: deadline)
            else { throw error }
            return try await sender.authorized(by: fresh).send(outgoing, by: deadline)
        }
    }

    private func path(_ id: String) -> String { "/\(parent)/skills/\(percentEncoded(id))" }

    private static func isNewer(_ revision: GeminiRevision, than other: GeminiRevision?) -> Bool {
        guard let other else { return true }
        if let time = revision.createTime, let otherTime = other.createTime, time != otherTime {
            return time > otherTime
        }
        return (Int(revision.id) ?? 0) > (Int(other.id) ?? 0)
    }
}
