import Contract

/// The bytes of skill versions, each content once.
package struct BundleTable {
    private let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// The packed archive, or nil when no version has this content.
    package func archive(digest: String) throws -> [UInt8]? {
        try connection.run("SELECT archive FROM bundles WHERE digest = \(digest)").first?.bytes("archive")
    }

    /// What the content takes packed and unpacked together, in bytes; nil when no version has it.
    package func size(digest: String) throws(StoreError) -> Int? {
        try connection.run(
            """
            SELECT b.size + (SELECT max(v.size) FROM skill_versions AS v WHERE v.digest = b.digest) AS bytes
            FROM bundles AS b WHERE b.digest = \(digest)
            """
        ).first?.int("bytes")
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
