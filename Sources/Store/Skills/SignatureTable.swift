package import Contract

/// Who vouches for which version, and whose word counts for which skill.
package struct SignatureTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Everything that bears on whether a skill's versions may be installed.
    package struct Signing: Equatable, Sendable {
        /// By version.
        package let signatures: [Int: SkillSignatureView]
        package let signers: [SkillSignerView]

        /// Whether one of its versions was ever signed.
        package var isGuarded: Bool { !signatures.isEmpty }

        /// Whether a version may be installed for all that its signer is.
        package func accepts(_ version: Int) -> Bool {
            guard isGuarded else { return true }
            guard let signature = signatures[version] else {
                return signers.contains { $0.version == version }
            }
            return signers.contains { $0.keyID == signature.keyID }
        }
    }

    /// - Throws: ``StoreError``
    package func signing(of skill: SkillID) throws -> Signing {
        try signings(of: [skill])[skill] ?? Signing(signatures: [:], signers: [])
    }

    /// Of those skills that have any signature; the others are absent.
    ///
    /// - Throws: ``StoreError``
    package func signings(of skills: [SkillID]) throws -> [SkillID: Signing] {
        var found: [SkillID: Signing] = [:]
        for group in skills.statementGroups(for: connection.dialect) {
            let rows = try connection.run(
                """
                SELECT skill_id, version, key_id, public_key, signature, added_by, added_at FROM skill_signatures
                WHERE skill_id \(among: group)
                """
            )
            for (skill, rows) in try Dictionary(grouping: rows, by: { try $0.text("skill_id") }) {
                let id = SkillID(rawValue: skill)
                let signers = try signers(of: id)
                found[id] = Signing(signatures: try Self.signatures(rows, signers), signers: signers)
            }
        }
        return found
    }

    private static func signatures(_ rows: [Row], _ signers: [SkillSignerView]) throws -> [Int:
        SkillSignatureView]
    {
        let names = Dictionary(signers.map { ($0.keyID ?? "", $0.name) }) { first, _ in first }
        var signatures: [Int: SkillSignatureView] = [:]
        for row in rows {
            let keyID = try row.text("key_id")
            signatures[try row.int("version")] = SkillSignatureView(
                keyID: keyID,
                publicKey: try row.text("public_key"),
                signature: try row.text("signature"),
                signer: names[keyID],
                addedBy: try row.text("added_by"),
                addedAt: try row.time("added_at")
            )
        }
        return signatures
    }

    /// In the order in which they were accepted.
    ///
    /// - Throws: ``StoreError``
    package func signers(of skill: SkillID) throws -> [SkillSignerView] {
        try connection.run(
            """
            SELECT signer, name, reason, accepted_by, accepted_at FROM skill_signers
            WHERE skill_id = \(skill) ORDER BY accepted_at, signer
            """
        ).map { row in
            let signer = try row.text("signer")
            let version = signer.hasPrefix("version:") ? Int(signer.dropFirst("version:".count)) : nil
            return SkillSignerView(
                keyID: version == nil ? signer : nil,
                version: version,
                name: try row.text("name"),
                reason: try row.text("reason"),
                acceptedBy: try row.text("accepted_by"),
                acceptedAt: try row.time("accepted_at")
            )
        }
    }

    /// Adds a version's signature; the key of a skill's first one is accepted with it.
    ///
    /// - Parameters:
    ///   - signature: Of that version's content; it was checked.
    ///   - keyID: Of its key.
    ///   - version: The version.
    ///   - skill: Whose version it is.
    ///   - person: Who adds it.
    ///   - now: When.
    /// - Throws: ``StoreError/conflict`` when the version has one already.
    package func add(
        _ signature: SkillSignature,
        keyID: String,
        toVersion version: Int,
        of skill: SkillID,
        by person: String,
        at now: Timestamp
    ) throws(StoreError) {
        let isFirst = try connection.run(
            "SELECT 1 AS one FROM skill_signatures WHERE skill_id = \(skill) LIMIT 1"
        ).isEmpty
        try connection.run(
            """
            INSERT INTO skill_signatures (skill_id, version, key_id, public_key, signature, added_by, added_at)
            VALUES (\(skill), \(version), \(keyID), \(signature.publicKey), \(signature.signature), \(person),
                    \(now))
            """
        )
        guard isFirst else { return }
        let first = SkillSignerView(
            keyID: keyID,
            version: nil,
            name: "first signer",
            reason: "The first signature of this skill.",
            acceptedBy: person,
            acceptedAt: now
        )
        try accept(first, for: skill)
    }

    /// Accepts a signer; one that was accepted before gets the new name and reason.
    ///
    /// - Throws: ``StoreError``
    package func accept(_ signer: SkillSignerView, for skill: SkillID) throws(StoreError) {
        let text = signer.keyID ?? "version:\(signer.version ?? 0)"
        try connection.run(
            """
            INSERT INTO skill_signers (skill_id, signer, name, reason, accepted_by, accepted_at)
            VALUES (\(skill), \(text), \(signer.name), \(signer.reason), \(signer.acceptedBy),
                    \(signer.acceptedAt))
            ON CONFLICT (skill_id, signer) DO UPDATE SET name = excluded.name, reason = excluded.reason,
                accepted_by = excluded.accepted_by, accepted_at = excluded.accepted_at
            """
        )
    }
}
