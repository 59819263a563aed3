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
