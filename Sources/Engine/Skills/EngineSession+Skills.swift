import Bundles
package import Contract
import Domain
import Store

extension EngineSession {
    package func registerSkill(_ upload: SkillUpload) async throws(Problem) -> SkillRegistration {
        try await carryOut(.registerSkill, on: "skill") { try await register(upload) }
    }

    /// - Parameters:
    ///   - upload: What came.
    ///   - origin: Where it was fetched from; nil for what was sent.
    /// - Returns: The version that has this content.
    /// - Throws: ``Problem``
    func register(_ upload: SkillUpload, fetched origin: SkillOrigin? = nil) async throws(Problem)
        -> SkillRegistration
    {
        let skill = try await SkillIntakeDesk.inspect(upload)
        guard skill.isAccepted, let name = skill.name, let description = skill.description else {
            throw .refused(skill.findings)
        }
        let scan = await SkillIntakeDesk.scan(skill)
        return try await answer {
            let version = NewSkillVersion(
                name: name,
                description: description,
                license: skill.license,
                compatibility: skill.compatibility,
                digest: skill.digest,
                archive: try BundlePacking.zip(skill.files),
                files: skill.files.map(BundleFileView.init(file:)),
                size: skill.files.reduce(0) { $0 + $1.content.count },
                findings: skill.findings,
                body: skill.body,
                owner: signedIn.namespace,
                tags: upload.tags,
                createdBy: signedIn.name
            )
            return try await save(version, scan, signature: upload.signature, fetched: origin)
        }
    }

    private func save(
        _ version: NewSkillVersion,
        _ scan: ScanReport,
        signature: SkillSignature?,
        fetched origin: SkillOrigin?
    ) async throws -> SkillRegistration {
        let now = engine.now()
        let limit = engine.bundleStorage
        let registration = try await engine.database.write { connection in
            try BundleTable(connection).requireRoom(for: version, within: limit)
            let registration = try SkillTable(connection).register(version, at: now)
            try ScanTable(connection).save(scan, at: now)
            // Afterwards: somebody else may have made a skill of this name just now.
            let namespace = try SkillTable(connection).owner(named: version.name) ?? version.owner
            let operation = origin == nil ? Operation.registerSkill : .importSkill
            try requireScope(operation, [Touched(origin == nil ? "/bundle" : "/url", .namespace(namespace))])
            let number = registration.version.version
            if let origin {
                let detail = ["skill": "\(version.name)@\(number)", "fetched_from": origin.found]
                let fetched = entry(operation.rawValue, on: "url:\(origin.asked)", detail: detail)
                try AuditTable(connection).append([fetched], at: now)
            }
            guard registration.created else {
                return try signed(registration, signature, connection, at: now)
            }
            try EventTable(connection).append([NewEvent(.skillRegistered, skill: version.name)], at: now)
            let audited = entry(
                Operation.registerSkill.rawValue,
                on: "skill:\(version.name)@\(number)",
                detail: ["digest": version.digest]
            )
            try AuditTable(connection).append([audited], at: now)
            return try signed(registration, signature, connection, at: now)
        }
        engine.signals.announce(.events)
        return registration
    }

    package func checkSkill(_ upload: SkillUpload) async throws(Problem) -> SkillCheckReport {
        try await permit(.checkSkill)
        let skill = try await SkillIntakeDesk.inspect(upload)
        let providers = try await answer { try await engine.database.read { try ProviderTable($0).all() } }
        return SkillCheckReport(
            accepted: skill.isAccepted,
            name: skill.name,
            digest: skill.digest,
            findings: skill.findings,
            preflight: skill.isAccepted ? providers.map { Preflight.verdict(for: skill, on: $0) } : [],
            scan: await SkillIntakeDesk.scan(skill)
        )
    }

    package func skills(_ query: SkillQuery) async throws(Problem) -> Page<SkillView> {
        try await permit(.readSkills)
        return try await answer { try await engine.database.read { try SkillTable($0).list(query) } }
    }

    package func skill(_ name: String) async throws(Problem) -> SkillView {
        try await permit(.readSkills)
        return try await found(.missing(skill: name)) { try SkillTable($0).skill(named: name) }
    }

    package func versions(of skill: String, page: PageRequest) async throws(Problem) -> Page<SkillVersionView>
    {
        try await permit(.readSkills)
        return try await found(.missing(skill: skill)) { try SkillTable($0).versions(of: skill, page: page) }
    }

    package func version(_ number: Int, of skill: String) async throws(Problem) -> SkillVersionView {
        try await permit(.readSkills)
        return try await found(.missing(version: number, of: skill)) {
            try SkillTable($0).version(number, of: skill)
        }
    }

    package func archive(ofVersion number: Int, of skill: String) async throws(Problem) -> SkillArchive {
        let version = try await version(number, of: skill)
        let bytes = try await found("content of \(skill)@\(number)") { connection in
            try BundleTable(connection).archive(digest: version.digest)
        }
        return SkillArchive(filename: "\(skill)-\(number).zip", digest: version.digest, bytes: bytes)
    }

    package func file(_ path: String, ofVersion number: Int, of skill: String) async throws(Problem)
        -> SkillFile
    {
        let version = try await version(number, of: skill)
        guard let file = version.files.first(where: { $0.path == path }) else {
            throw .missing(file: path, ofVersion: number, of: skill)
        }
        return try await answer {
            let bytes = try await engine.bundles.withBundle(
                skill,
                version: number,
                digest: version.digest
            ) { bundle in bundle.files.first { $0.path == path }?.content }
            guard let bytes else { throw BundleShelf.Trouble.altered }
            return SkillFile(file: file, bytes: bytes)
        }
    }

    package func preflight(version number: Int, of skill: String) async throws(Problem) -> PreflightMatrix {
        let version = try await version(number, of: skill)
        return try await answer {
            let providers = try await engine.database.read { try ProviderTable($0).all() }
            let verdicts = try await engine.preflights.verdicts(
                for: skill,
                version: number,
                digest: version.digest,
                on: providers
            )
            return PreflightMatrix(skill: skill, version: number, verdicts: verdicts)
        }
    }

    package func yank(
        version number: Int,
        of skill: String,
        reason: String,
        if precondition: Precondition
    ) async throws(Problem) -> SkillVersionView {
        try await carryOut(.yankSkill, on: "skill:\(skill)@\(number)") {
            try await withdraw(version: number, of: skill, reason: reason, if: precondition)
        }
    }

    private func withdraw(
        version number: Int,
        of skill: String,
        reason: String,
        if precondition: Precondition
    ) async throws(Problem) -> SkillVersionView {
        let now = engine.now()
        let yanked = entry(
            Operation.yankSkill.rawValue,
            on: "skill:\(skill)@\(number)",
            detail: ["reason": reason]
        )
        let version = try await answer {
            try await engine.database.write { connection -> SkillVersionView? in
                let table = SkillTable(connection)
                guard let before = try table.lockedVersion(number, of: skill) else { return nil }
                let namespace = try table.owner(named: skill)
                try requireScope(
                    .yankSkill,
                    [namespace.map { Touched("", .namespace($0)) }].compactMap(\.self)
                )
                // The same again undoes nothing, and may be the repetition of a request whose answer got lost.
                if before.yankedAt != nil, before.yankReason == reason { return before }
                try precondition.require(at: before.revision, "version \(number) of \(skill)")
                guard before.yankedAt == nil else { return before }
                try EventTable(connection).append([NewEvent(.skillYanked, skill: skill)], at: now)
                try AuditTable(connection).append([yanked], at: now)
                return try table.yank(version: number, of: skill, reason: reason, at: now)
            }
        }
        guard let version else { throw .missing(version: number, of: skill) }
        engine.signals.announce(.events)
        return version
    }

    /// Reads one thing, or says that it is not there.
    func found<Thing: Sendable>(
        _ name: String,
        _ read: @escaping @Sendable (any Connection) throws -> Thing?
    ) async throws(Problem) -> Thing {
        try await found(.missing(name), read)
    }

    /// Reads one thing, or answers with `missing`.
    func found<Thing: Sendable>(
        _ missing: Problem,
        _ read: @escaping @Sendable (any Connection) throws -> Thing?
    ) async throws(Problem) -> Thing {
        guard let thing = try await answer({ try await engine.database.read(read) }) else {
            throw missing
        }
        return thing
    }
}

extension Problem {
    fileprivate static func refused(_ findings: [Finding]) -> Problem {
        let errors = findings.filter { $0.level == .error }
        let faults = errors.map { finding in
            Fault(
                pointer: "/bundle",
                code: finding.code,
                detail: finding.message,
                path: finding.path,
                line: finding.line,
                fix: finding.fix,
                wording: finding.wording
            )
        }
        return Problem(.invalidSkill, "The skill breaks \(counted(errors.count, "rule")).", errors: faults)
    }
}

extension BundleFileView {
    /// As it is told of a file with its content.
    init(file: BundleFile) {
        self.init(
            path: file.path,
            size: file.content.count,
            sha256: BundleDigest.sha256(file.content),
            executable: file.isExecutable
        )
    }
}
