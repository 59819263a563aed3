/// What tables a database has, as the database itself tells.
///
/// Asking it rather than knowing means that a later migration needs no change here.
struct Catalogue {
    private struct Found {
        let table: String
        let column: String
        let content: TableLayout.Content?
        /// From 1 within the primary key, else 0.
        let keyPlace: Int64
        let isIdentity: Bool
    }

    private let connection: any Connection

    init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Every ordinary table, by name; without the inner tables of search indexes.
    ///
    /// Columns that hold neither text nor numbers nor bytes are left out: they are one database's own, and it
    /// fills them itself.
    func tables() throws -> [TableLayout] {
        let references = try references()
        return Dictionary(grouping: try columns(), by: \.table).map { name, columns in
            TableLayout(
                name: name,
                columns: columns.compactMap { found in
                    found.content.map { TableLayout.Column(name: found.column, content: $0) }
                }.sorted { $0.name < $1.name },
                key: columns.filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }.map(\.column),
                identity: columns.first(where: \.isIdentity)?.column,
                references: references[name] ?? []
            )
        }.sorted { $0.name < $1.name }
    }

    private func columns() throws -> [Found] {
        let query: Query =
            switch connection.dialect {
            case .sqlite: Self.sqliteColumns
            case .postgres: Self.postgresColumns
            }
        return try connection.run(query).map { row in
            Found(
                table: try row.text("table_name"),
                column: try row.text("column_name"),
                content: TableLayout.Content(type: try row.text("type_name")),
                keyPlace: try row.integer("key_place"),
                isIdentity: try row.flag("is_identity")
            )
        }
    }

    private func references() throws -> [String: [TableLayout.Reference]] {
        let query: Query =
            switch connection.dialect {
            case .sqlite: Self.sqliteReferences
            case .postgres: Self.postgresReferences
            }
        var references: [String: [TableLayout.Reference]] = [:]
        for row in try connection.run(query) {
            references[try row.text("table_name"), default: []].append(
                TableLayout.Reference(
                    table: try row.text("target_name"),
                    constraint: row.optionalText("constraint_name")
                )
            )
        }
        return references
    }
}

extension TableLayout.Content {
    /// From the type's name in the catalogue; nil for a type that the schema of this program has not.
    fileprivate init?(type: String) {
        switch type.uppercased() {
        case "TEXT": self = .text
        case "BIGINT", "INTEGER": self = .integer
        case "BLOB", "BYTEA": self = .bytes
        default: return nil
        }
    }
}

extension Catalogue {
    // https://sqlite.org/pragma.html#pragma_table_list
    fileprivate static let sqliteColumns: Query = """
        SELECT t.name AS table_name, c.name AS column_name, c.type AS type_name, c.pk AS key_place,
               CASE WHEN c.pk = 1 AND m.sql LIKE '%AUTOINCREMENT%' THEN 1 ELSE 0 END AS is_identity
        FROM pragma_table_list AS t
        JOIN sqlite_master AS m ON m.type = 'table' AND m.name = t.name
        JOIN pragma_table_info(t.name) AS c
        WHERE t.schema = 'main' AND t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_'
        """

    fileprivate static let sqliteReferences: Query = """
        SELECT t.name AS table_name, r."table" AS target_name, NULL AS constraint_name
        FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS r
        WHERE t.schema = 'main' AND t.type = 'table' AND r.seq = 0
        """

    // https://www.postgresql.org/docs/current/catalogs.html
    fileprivate static let postgresColumns: Query = """
        SELECT CAST(c.relname AS TEXT) AS table_name, CAST(a.attname AS TEXT) AS column_name,
               format_type(a.atttypid, NULL) AS type_name,
               CAST(COALESCE(array_position(k.conkey, a.attnum), 0) AS BIGINT) AS key_place,
               CAST(CASE WHEN a.attidentity <> '' THEN 1 ELSE 0 END AS BIGINT) AS is_identity
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = current_schema()
        JOIN pg_attribute AS a
            ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        LEFT JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'p'
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        """

    fileprivate static let postgresReferences: Query = """
        SELECT CAST(c.relname AS TEXT) AS table_name, CAST(r.relname AS TEXT) AS target_name,
               CAST(k.conname AS TEXT) AS constraint_name
        FROM pg_constraint AS k
        JOIN pg_class AS c ON c.oid = k.conrelid
        JOIN pg_class AS r ON r.oid = k.confrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = current_schema()
        WHERE k.contype = 'f' AND NOT c.relispartition
        """
}
