package import Contract
import Proofs
import Store

extension EngineSession {
    package func sign(
        version number: Int,
        of skill: String,
        with signature: SkillSignature
    ) async throws(Problem) -> SkillVersionView {
        try await carryOut(.signSkill, on: "skill:\(skill)@\(number)") {
            try await permit(.signSkill, onVersionsOf: skill)
            let now = engine.now()
            return try await engine.database.write { connection in
                let table = SkillTable(connection)
                guard let version = try table.version(number, of: skill),
                    let id = try table.skill(named: skill)?.id
                else { throw Problem.missing(version: number, of: skill) }
                try add(signature, to: version, of: id, connection, at: now)
                return try table.version(number, of: skill) ?? version
            }
        }
    }

    /// The registration with the signature that came with it.
    func signed(
        _ registration: SkillRegistration,
        _ signature: SkillSignature?,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> SkillRegistration {
        let (table, version) = (SkillTable(connection), registration.version)
        guard let signature, let id = try table.skill(named: version.skill)?.id else { return registration }
        try add(signature, to: version, of: id, connection, at: now)
        let signed = try table.version(version.version, of: version.skill) ?? version
        return SkillRegistration(created: registration.created, version: signed)
    }

    /// Checks a signature and adds it to a version, with its audit entry.
    ///
    /// - Throws: ``Problem`` when it does not fit, or the version has another one.
    func add(
        _ signature: SkillSignature,
        to version: SkillVersionView,
        of skill: SkillID,
        _ connection: any Connection,
        at now: Timestamp
    ) throws {
        let statement = SkillStatement(name: version.skill, files: version.files)
        let key = try requireFit(signature, statement)
        if let present = version.signature {
            guard present.publicKey == signature.publicKey else {
                throw Problem(
                    .conflict,
                    "\(version.skill)@\(version.version) is signed by another key, \(present.keyID)."
                )
            }
            return
        }
        try SignatureTable(connection).add(
            signature,
            keyID: key.id,
            toVersion: version.version,
            of: skill,
            by: signedIn.name,
            at: now
        )
        let audited = entry(
            Operation.signSkill.rawValue,
            on: "skill:\(version.skill)@\(version.version)",
            detail: ["key": key.id, "digest": version.digest]
        )
        try AuditTable(connection).append([audited], at: now)
    }

    private func requireFit(_ signature: SkillSignature, _ statement: SkillStatement) throws(Problem)
        -> PublicKey
    {
        var faults: [Problem.Fault] = []
        if signature.format != SkillSignature.format {
            faults.append(.init("/format", .choice, "\"\(SkillSignature.format)\" is expected."))
        }
        if signature.name != statement.name {
            faults.append(.init("/name", .choice, "It is for \(signature.name), not \(statement.name)."))
        }
        if signature.digest != statement.digest {
            faults.append(
                .init("/digest", .choice, "It is for other content: the digest here is \(statement.digest).")
            )
        }
        let key = PublicKey(base64: signature.publicKey)
        if key == nil {
            faults.append(.init("/public_key", .format, "32 bytes of an Ed25519 key in base64 are expected."))
        }
        if faults.isEmpty, !statement.isSigned(by: signature.publicKey, as: signature.signature) {
            faults.append(.init("/signature", .format, "It does not fit the content."))
        }
        guard faults.isEmpty, let key else {
            throw Problem(.validationFailed, "The signature cannot be taken.", errors: faults)
        }
        return key
    }

    package func signers(of skill: String) async throws(Problem) -> Page<SkillSignerView> {
        try await permit(.readSkills)
        return try await found(.missing(skill: skill)) { connection -> Page<SkillSignerView>? in
            guard let id = try SkillTable(connection).skill(named: skill)?.id else { return nil }
            return Page(items: try SignatureTable(connection).signers(of: id), nextCursor: nil)
        }
    }

    package func acceptSigner(_ acceptance: SignerAcceptance, of skill: String) async throws(Problem)
        -> Page<SkillSignerView>
    {
        try await carryOut(.acceptSigner, on: "skill:\(skill)@\(acceptance.version)") {
            try await permit(.acceptSigner, onVersionsOf: skill)
            try requireWords(acceptance)
            let now = engine.now()
            return try await engine.database.write { connection in
                try accept(acceptance, of: skill, connection, at: now)
            }
        }
    }

    private func accept(
        _ acceptance: SignerAcceptance,
        of skill: String,
        _ connection: any Connection,
        at now: Timestamp
    ) throws -> Page<SkillSignerView> {
        let table = SkillTable(connection)
        guard let version = try table.version(acceptance.version, of: skill),
            let id = try table.skill(named: skill)?.id
        else { throw Problem.missing(version: acceptance.version, of: skill) }
        let signer = SkillSignerView(
            keyID: version.signature?.keyID,
            version: version.signature == nil ? version.version : nil,
            name: acceptance.name,
            reason: acceptance.reason,
            acceptedBy: signedIn.name,
            acceptedAt: now
        )
        try SignatureTable(connection).accept(signer, for: id)
        let audited = entry(
            Operation.acceptSigner.rawValue,
            on: "skill:\(skill)@\(acceptance.version)",
            detail: ["key": signer.keyID ?? "none", "name": signer.name, "reason": signer.reason]
        )
        try AuditTable(connection).append([audited], at: now)
        return Page(items: try SignatureTable(connection).signers(of: id), nextCursor: nil)
    }

    private func requireWords(_ acceptance: SignerAcceptance) throws(Problem) {
        var faults: [Problem.Fault] = []
        for (pointer, text, most) in [("/name", acceptance.name, 100), ("/reason", acceptance.reason, 1000)] {
            if text.allSatisfy(\.isWhitespace) {
                faults.append(.init(pointer, .required, "It is required."))
            } else if text.unicodeScalars.count > most {
                faults.append(.init(pointer, .length, "At most \(most) characters are allowed."))
            }
        }
        guard faults.isEmpty else {
            throw Problem(.validationFailed, "The signer cannot be accepted.", errors: faults)
        }
    }
}
