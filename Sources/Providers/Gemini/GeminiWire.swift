import Contract
import Crypto
import Domain
import FoundationEssentials
import NIOCore

/// A skill of the Agent Platform Skill Registry
/// (https://docs.cloud.google.com/gemini-enterprise-agent-platform/build/skill-registry).
struct GeminiSkill: Decodable, Sendable {
    let name: String
    let state: String?
    /// Of the archive; hexadecimal or Base64, the documentation does not say which.
    let sha256: String?
    /// Base64; not every answer has it.
    let zippedFilesystem: String?

    var isReady: Bool { state == nil || state == "ACTIVE" }
    /// Something is going on with it.
    var isChanging: Bool { state == "CREATING" || state == "DELETING" || state == "UPDATING" }

    /// The files it holds, or nil where the answer does not include them.
    func files() async throws(ProviderFailure) -> [BundleFile]? {
        guard let text = zippedFilesystem, !text.isEmpty else { return nil }
        guard let archive = Data(base64Encoded: text) else {
            throw ProviderFailure(.internal, "Google sent an archive that could not be read.")
        }
        return try await SkillContent.unzip(ByteBuffer(bytes: archive), from: .google)
    }

    func isSame(as bundle: SkillBundle) async throws(ProviderFailure) -> Bool {
        let digest = Array(SHA256.hash(data: bundle.archive))
        if let sha256, [hexadecimal(digest), Data(digest).base64EncodedString()].contains(sha256) {
            return true
        }
        guard let files = try await files() else { return false }
        return SkillContent.isSame(files, bundle.files)
    }
}

/// A skill as it is listed.
struct GeminiListedSkill: Decodable, Sendable {
    let name: String
    let displayName: String?
    let state: String?

    /// The last part of the name.
    var id: String { name.split(separator: "/").last.map(String.init) ?? name }
}

struct GeminiSkills: Decodable, Sendable {
    let skills: [GeminiListedSkill]?
    let nextPageToken: String?
}

struct GeminiRevision: Decodable, Sendable {
    let name: String
    let createTime: Timestamp?
    let skill: GeminiSkill?

    /// The last part of the name.
    var id: String { name.split(separator: "/").last.map(String.init) ?? name }
}

struct GeminiRevisions: Decodable, Sendable {
    let skillRevisions: [GeminiRevision]?
    let nextPageToken: String?
}

/// A long-running operation (https://google.aip.dev/151).
struct GeminiOperation: Decodable, Sendable {
    let name: String
    let done: Bool?
    let error: GoogleStatus?

    var isDone: Bool { done ?? false }
}

struct GeminiUpload: Encodable {
    let displayName: String
    let description: String
    let zippedFilesystem: String

    init(_ bundle: SkillBundle) {
        displayName = bundle.name
        description = bundle.description
        zippedFilesystem = Data(bundle.archive).base64EncodedString()
    }

    static let mask = "displayName,description,zippedFilesystem"
}

/// A gRPC code (https://grpc.io/docs/guides/status-codes/) as the HTTP status and name it travels under.
enum GoogleCode {
    static func http(_ code: Int?) -> (status: Int, name: String) {
        switch code {
        case 1: (499, "CANCELLED")
        case 3: (400, "INVALID_ARGUMENT")
        case 4: (504, "DEADLINE_EXCEEDED")
        case 5: (404, "NOT_FOUND")
        case 6: (409, "ALREADY_EXISTS")
        case 7: (403, "PERMISSION_DENIED")
        case 8: (429, "RESOURCE_EXHAUSTED")
        case 9: (400, "FAILED_PRECONDITION")
        case 10: (409, "ABORTED")
        case 11: (400, "OUT_OF_RANGE")
        case 12: (501, "UNIMPLEMENTED")
        case 14: (503, "UNAVAILABLE")
        case 16: (401, "UNAUTHENTICATED")
        default: (500, "INTERNAL")
        }
    }
}
