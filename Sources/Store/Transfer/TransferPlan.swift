/// Which tables are copied, and whether the two databases are fit for it.
enum TransferPlan {
    /// Not copied: what each database's migrations wrote, what is made anew from the skills, and what nodes at work
    /// note about themselves, of which the copy has none.
    private static let ownToEach: Set = [
        "schema_versions", "skill_texts", "skill_pairs", "workers", "provider_slots", "leaderships",
    ]

    /// The tables of the source in the order they are copied in.
    ///
    /// - Throws: ``TransferRefusal/sourceSchema(found:known:)``
    static func tables(ofSource connection: any Connection) throws -> [TableLayout] {
        let tables = try Catalogue(connection).tables()
        let known = Migration.all.last?.version ?? 0
        let found = try version(of: connection, with: tables)
        guard found == known else { throw TransferRefusal.sourceSchema(found: found, known: known) }
        return TableLayout.inOrderOfReferences(tables.filter { !ownToEach.contains($0.name) })
    }

    /// Makes sure that nobody else's tables lie where this program's are to be made.
    ///
    /// - Throws: ``TransferRefusal/foreignTarget(table:)``
    static func checkThatTargetIsOurs(_ connection: any Connection) throws {
        let tables = try Catalogue(connection).tables()
        guard let first = tables.first, !tables.contains(where: { $0.name == "schema_versions" }) else {
            return
        }
        throw TransferRefusal.foreignTarget(table: first.name)
    }

    /// Makes sure that the target has the same tables, without a row in any of them.
    ///
    /// - Throws: ``TransferRefusal``
    static func checkTarget(_ connection: any Connection, takes tables: [TableLayout]) throws {
        let present = try Catalogue(connection).tables()
        for table in present where table.name != "schema_versions" {
            let row = try connection.run(
                "SELECT 1 AS one FROM \(quoted(table.name)) WHERE \(table.holdsSomething) LIMIT 1"
            ).first
            guard row == nil else { throw TransferRefusal.targetNotEmpty(table: table.name) }
        }
        let targets = present.filter { !ownToEach.contains($0.name) }
        for table in tables where !targets.contains(where: { $0.holdsTheSame(as: table) }) {
            throw TransferRefusal.layoutsDiffer(table: table.name)
        }
        if let extra = targets.first(where: { target in !tables.contains { $0.name == target.name } }) {
            throw TransferRefusal.layoutsDiffer(table: extra.name)
        }
    }

    private static func version(of connection: any Connection, with tables: [TableLayout]) throws -> Int {
        guard tables.contains(where: { $0.name == "schema_versions" }) else { return 0 }
        return try connection.run("SELECT COALESCE(MAX(version), 0) AS version FROM schema_versions")
            .first?.int("version") ?? 0
    }
}

extension TableLayout {
    /// The rows that say something; the others are places that a migration has made ready.
    var holdsSomething: Query {
        name == "audit_heads" ? "sequence > 0" : "1 = 1"
    }

    fileprivate func holdsTheSame(as other: TableLayout) -> Bool {
        name == other.name && columns == other.columns && key == other.key && identity == other.identity
    }
}
