import Contract
import HTTPTypes
import Hummingbird
import NIOCore
import Requests

extension APISite {
    static let listSkills: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.skills(try call.skillQuery()))
    }

    /// 201 for a new version; 200 when this very content is registered already.
    static let registerSkill: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let result = try await call.withUpload { upload throws(Problem) in
            try await plane.registerSkill(upload)
        }
        return try call.registered(result)
    }

    /// 201 and 200 as ``registerSkill``.
    static let importSkill: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let request = try await call.body(as: SkillImport.self)
        // What is fetched lies in memory as what is sent does; where nothing is fetched, the engine says so.
        let secret = SentSecret.bearer(call.request.headers)
        let bytes = call.site.limits.importBytes ?? 0
        let result = try await call.site.limits.uploadRoom.holding(bytes, of: secret) {
            () async throws(Problem) in
            try await plane.importSkill(request)
        }
        return try call.registered(result)
    }

    static let checkSkill: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let report = try await call.withUpload { upload throws(Problem) in
            try await plane.checkSkill(upload)
        }
        return try call.json(report)
    }

    static let getSkill: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.skill(try call.skillName()))
    }

    static let listVersions: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let name = try call.skillName()
        var query = QueryReader(call.request)
        let page = query.page()
        try query.finish()
        return try call.json(try await plane.versions(of: name, page: page))
    }

    static let getVersion: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let version = try await plane.version(try call.versionNumber(), of: try call.skillName())
        return try call.json(version, headers: .tagged(version.revision))
    }

    static let getPreflight: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.preflight(version: try call.versionNumber(), of: try call.skillName()))
    }

    static let yankVersion: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (name, number) = (try call.skillName(), try call.versionNumber())
        let precondition = try call.ifMatch()
        let reason = try await call.yankReason()
        let version = try await plane.yank(version: number, of: name, reason: reason, if: precondition)
        return try call.json(version, headers: .tagged(version.revision))
    }

    /// The packed version; its `ETag` is the digest, so a client that has it gets 304.
    static let getVersionContent: @Sendable (Call, any ControlPlane) async throws -> Response = {
        call,
        plane in
        let archive = try await plane.archive(ofVersion: try call.versionNumber(), of: try call.skillName())
        return call.download(archive.bytes, as: .zip, named: archive.filename, tag: archive.digest)
    }

    /// One file of a version; its `ETag` is the SHA-256 of its content.
    static let getFile: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (name, number) = (try call.skillName(), try call.versionNumber())
        var query = QueryReader(call.request)
        let path = query.requiredText("path", maximum: 1024)
        try query.finish()
        let found = try await plane.file(path, ofVersion: number, of: name)
        let filename = path.split(separator: "/").last.map(String.init) ?? ""
        var response = call.download(found.bytes, as: .bytes, named: filename, tag: found.file.sha256)
        response.headers[.executable] = String(found.file.executable)
        return response
    }
}

extension Call {
    /// Comes as `?reason=`, for clients that send no body with DELETE, or as JSON.
    fileprivate func yankReason() async throws(Problem) -> String {
        var query = QueryReader(request)
        let reason = query.text("reason", maximum: 1000)
        try query.finish()
        if let reason { return reason }
        guard request.headers[.contentType] != nil else {
            let fault = Problem.Fault("?reason", .required, "Say why, here or as `reason` in a JSON body.")
            throw Problem(.validationFailed, "One value is invalid.", errors: [fault])
        }
        return try await body(as: ReasonBody.self).reason
    }

    /// Bytes for a file of the caller's, or 304 when the caller has them.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - type: What it is.
    ///   - filename: Characters that some system might take for more than a name are left out.
    ///   - tag: Tells this content from any other.
    /// - Returns: What to answer.
    fileprivate func download(
        _ bytes: [UInt8],
        as type: MediaType,
        named filename: String,
        tag: String
    ) -> Response {
        let tag = "\"\(tag)\""
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
        if request.headers[.ifNoneMatch]?.contains(tag) == true {
            return Response(status: .notModified, headers: headers)
        }
        return attachment(bytes, as: type, named: filename, headers: headers)
    }

    /// Bytes for a file of the caller's.
    func attachment(
        _ bytes: [UInt8],
        as type: MediaType,
        named filename: String,
        headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        let safe = filename.filter(Self.isFitForFilename)
        headers[.contentType] = type.header
        headers[.contentDisposition] =
            "attachment; filename=\"\(safe.allSatisfy { $0 == "." } ? "file" : safe)\""
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    private static func isFitForFilename(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
    }

    /// Which skills are wanted.
    ///
    /// - Throws: ``Problem`` with every fault of the query.
    func skillQuery() throws(Problem) -> SkillQuery {
        var query = QueryReader(request)
        let skills = SkillQuery(
            text: query.text("q", maximum: 200),
            provider: query.providerID("provider"),
            state: query.choice("state", of: SkillState.self),
            tag: query.text("tag", maximum: 64),
            owner: query.text("owner", maximum: 200),
            order: query.choice("order", of: SkillQuery.Order.self) ?? .name,
            page: query.page()
        )
        try query.finish()
        return skills
    }
}

extension Call {
    /// 201 for a new version, 200 for one that was there.
    fileprivate func registered(_ result: SkillRegistration) throws -> Response {
        let path = "/api/skills/\(result.version.skill)/versions/\(result.version.version)"
        return try json(result, status: result.created ? .created : .ok, headers: [.location: path])
    }
}
