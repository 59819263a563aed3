import Contract

/// The bytes of skill versions, each content once.
package struct BundleTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// A version's content that somebody wants to use.
    package struct Wanted: Hashable, Sendable {
        package let skill: String
        package let version: Int
        package let digest: String

        package init(skill: String, version: Int, digest: String) {
            self.skill = skill
            self.version = version
            self.digest = digest
        }
    }

    /// What is stored of a version's content.
    package struct Stored: Equatable, Sendable {
        /// What the content takes packed and unpacked together.
        package let bytes: Int
        /// The version's own words; nil when there is no such version.
        package let description: String?
        /// Nil when the content is larger than was asked for.
        package let archive: [UInt8]?
        /// Who vouches for the version: a public key and its signature, both in base64.
        package let signature: Signature?

        package struct Signature: Equatable, Sendable {
            package let publicKey: String
            package let signature: String
        }
    }

    /// Finds what is stored of contents.
    ///
    /// - Parameters:
    ///   - wanted: Must not be empty.
    ///   - limit: What a content may take packed and unpacked, in bytes, to be read right away.
    /// - Returns: What was found; those that no version has are absent.
    /// - Throws: ``StoreError``
    package func find(_ wanted: [Wanted], archivesUpTo limit: Int) throws(StoreError) -> [Wanted: Stored] {
        let rows = wanted.map { [Value](row: $0.skill, $0.version, $0.digest) }
        var found: [Wanted: Stored] = [:]
        for row in try connection.run(
            """
            \(.with("w", [.text("skill"), .integer("version"), .text("digest")], rows))
            SELECT w.skill, w.version, w.digest, v.description, g.public_key, g.signature,
                b.size + (SELECT max(o.size) FROM skill_versions AS o WHERE o.digest = w.digest) AS bytes,
                CASE WHEN b.size + coalesce(v.size, \(Int.max / 2)) <= \(limit) THEN b.archive END AS archive
            FROM w JOIN bundles AS b ON b.digest = w.digest
            LEFT JOIN skills AS s ON s.name = w.skill
            LEFT JOIN skill_versions AS v ON v.skill_id = s.id AND v.version = w.version
            LEFT JOIN skill_signatures AS g ON g.skill_id = s.id AND g.version = w.version
            """
        ) {
            let key = Wanted(
                skill: try row.text("skill"),
                version: try row.int("version"),
                digest: try row.text("digest")
            )
            guard let bytes = row.optionalInteger("bytes") else { continue }
            found[key] = Stored(
                bytes: Int(bytes),
                description: row.optionalText("description"),
                archive: row["archive"] == .null ? nil : try row.bytes("archive"),
                signature: row.optionalText("public_key").map { key in
                    Stored.Signature(publicKey: key, signature: row.optionalText("signature") ?? "")
                }
            )
        }
        return found
    }

    /// The packed archive, or nil when no version has this content.
    package func archive(digest: String) throws -> [UInt8]? {
        try connection.run("SELECT archive FROM bundles WHERE digest = \(digest)").first?.bytes("archive")
    }

    /// Whether the content is stored already.
    package func holds(digest: String) throws(StoreError) -> Bool {
        try !connection.run("SELECT 1 AS one FROM bundles WHERE digest = \(digest)").isEmpty
    }

    /// What all archives take together, in bytes.
    package func bytes() throws(StoreError) -> Int64 {
        let row = try connection.run(
            "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM bundles"
        ).first
        return try row?.integer("bytes") ?? 0
    }

    /// Keeps the archive unless its content is there already.
    func save(_ archive: [UInt8], digest: String, at now: Timestamp) throws {
        try connection.run(
            """
            INSERT INTO bundles (digest, archive, size, created_at)
            VALUES (\(digest), \(archive), \(archive.count), \(now)) ON CONFLICT (digest) DO NOTHING
            """
        )
    }
}
