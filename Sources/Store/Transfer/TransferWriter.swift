import Contract

/// The target's side: writes what comes, in one transaction.
struct TransferWriter {
    private let tables: [TableLayout]
    private let connection: any Connection
    private let heads: [Query]

    init(_ tables: [TableLayout], on connection: any Connection) {
        self.tables = tables
        self.connection = connection
        heads = tables.map { table in
            let names = table.columns.map(\.name)
            let given: Query =
                connection.dialect == .postgres && table.identity != nil
                ? "OVERRIDING SYSTEM VALUE " : ""
            return "INSERT INTO \(quoted(table.name)) (\(quoted(names))) \(given)VALUES"
        }
    }

    /// Writes until the source says that this was all.
    ///
    /// - Returns: What each table of the source held.
    /// - Throws: What the source failed with, or ``StoreError``.
    func takeAll(from handover: Handover<TransferPiece>) throws -> [TableContent] {
        try handover.enter(.receiver)
        try letReferencesWait()
        while let piece = try handover.take() {
            switch piece {
            case .rows(let table, let rows):
                try insert(rows, into: table)
            case .sequence(let table, let last):
                try Numbering(of: tables[table], connection)?.goOn(after: last)
            case .end(let contents):
                try endReferencesWait()
                return contents
            }
        }
        throw StoreError.unavailable("the source ended early")
    }

    private func insert(_ rows: [[Value]], into table: Int) throws {
        try connection.insert(
            heads[table],
            rows: rows.map { row in "(\(Query.joined(row.map(Query.init(value:)), by: ", ")))" }
        )
    }

    /// Takes away the places that migrations have made ready, since rows of the source may stand there.
    func removePlaces() throws -> [[[Value]]] {
        try tables.map { table in
            var places: [[Value]] = []
            let empty: Query = "NOT (\(table.holdsSomething))"
            try TableReader(table, of: connection, where: empty).read { places += $0 }
            if !places.isEmpty { try connection.run("DELETE FROM \(quoted(table.name)) WHERE \(empty)") }
            return places
        }
    }

    /// Makes those places again that no row of the source has taken.
    func putBack(_ places: [[[Value]]]) throws {
        for (table, rows) in places.enumerated() {
            for row in rows {
                let values = Query.joined(row.map(Query.init(value:)), by: ", ")
                try connection.run("\(heads[table]) (\(values)) ON CONFLICT DO NOTHING")
            }
        }
    }

    /// Makes what is not copied because it follows from what was: the search index.
    func finish() throws {
        let skills = SkillTable(connection)
        var last = ""
        while true {
            let ids: [SkillID] = try connection.run(
                "SELECT id FROM skills WHERE id > \(last) ORDER BY id LIMIT 256"
            ).map { try $0.identifier("id") }
            guard let end = ids.last else { return }
            for id in ids { try skills.refreshSearch(of: id) }
            last = end.rawValue
        }
    }

    /// Keeps the copy from working at the vendors beside the source, and notes that in its audit log.
    static func disableProviders(on connection: any Connection, at now: Timestamp) throws {
        try connection.run("UPDATE providers SET enabled = 0")
        let entry = NewAuditEntry(
            actor: "system",
            action: "database.copy",
            subject: "provider:*",
            outcome: "accepted",
            source: CommandSource.cli.rawValue,
            detail: ["rehearsal": "every provider of this copy is disabled"]
        )
        try AuditTable(connection).append([entry], at: now)
    }

    /// A row may refer to another one of its own table that comes later.
    private func letReferencesWait() throws {
        switch connection.dialect {
        case .sqlite: try connection.runScript("PRAGMA defer_foreign_keys = ON")
        case .postgres: try alterReferencesToThemselves("DEFERRABLE INITIALLY DEFERRED")
        }
    }

    private func endReferencesWait() throws {
        guard connection.dialect == .postgres else { return }
        try connection.run("SET CONSTRAINTS ALL IMMEDIATE")
        try alterReferencesToThemselves("NOT DEFERRABLE")
    }

    private func alterReferencesToThemselves(_ how: Query) throws {
        let present = try Catalogue(connection).tables()
        for table in present {
            for reference in table.references where reference.table == table.name {
                guard let name = reference.constraint else { continue }
                try connection.run(
                    "ALTER TABLE \(quoted(table.name)) ALTER CONSTRAINT \(quoted(name)) \(how)"
                )
            }
        }
    }
}
