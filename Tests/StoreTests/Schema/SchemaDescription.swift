import Store

/// What a program can rely on in a schema: tables, columns, and what rows may be written.
struct SchemaDescription {
    struct Column: Hashable, CustomStringConvertible {
        let table: String
        let name: String
        /// Type and nullability.
        let shape: String
        let isRequired: Bool

        var description: String { "\(table).\(name) \(shape)" }
    }

    /// What two rows, or one, must not say.
    struct Rule: Hashable, CustomStringConvertible {
        let table: String
        /// In the database's own words.
        let text: String

        var description: String { "\(table): \(text)" }
    }

    var columns: Set<Column> = []
    var unique: Set<Rule> = []
    /// Checks and references.
    var checks: Set<Rule> = []

    var tables: Set<String> { Set(columns.map(\.table)) }

    init(of connection: any Connection) throws {
        switch connection.dialect {
        case .sqlite: try readSQLite(connection)
        case .postgres: try readPostgres(connection)
        }
    }

    private mutating func readSQLite(_ connection: any Connection) throws {
        for row in try connection.run(
            """
            SELECT m.name AS place, p.name AS name, p.type AS type, p."notnull" AS required,
                   p.dflt_value IS NOT NULL OR p.pk > 0 AS filled
            FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
            """
        ) {
            try add(row, required: row.flag("required"))
        }
        for row in try connection.run(
            """
            SELECT m.name AS place,
                   i.origin || ' ' || coalesce(d.sql, (SELECT group_concat(c.name) FROM pragma_index_info(i.name) AS c))
                       AS rule
            FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i
                LEFT JOIN sqlite_master AS d ON d.name = i.name
            WHERE m.type = 'table' AND i."unique" = 1
            """
        ) {
            unique.insert(Rule(table: try row.text("place"), text: try row.text("rule")))
        }
        for row in try connection.run(
            """
            SELECT m.name AS place, f."from" || ' refers to ' || f."table" AS rule
            FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'
            """
        ) {
            checks.insert(Rule(table: try row.text("place"), text: try row.text("rule")))
        }
    }

    private mutating func readPostgres(_ connection: any Connection) throws {
        for row in try connection.run(
            """
            SELECT table_name::text AS place, column_name::text AS name,
                   data_type || ' ' || coalesce(collation_name, '') AS type, (is_nullable = 'NO')::int AS required,
                   (column_default IS NOT NULL OR is_identity = 'YES')::int AS filled
            FROM information_schema.columns WHERE table_schema = 'public'
            """
        ) {
            try add(row, required: row.flag("required"))
        }
        for row in try connection.run(
            """
            SELECT i.indrelid::regclass::text AS place, pg_get_indexdef(i.indexrelid) AS rule
            FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
            WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
            """
        ) {
            unique.insert(Rule(table: try row.text("place"), text: try row.text("rule")))
        }
        for row in try connection.run(
            """
            SELECT conrelid::regclass::text AS place, pg_get_constraintdef(oid) AS rule
            FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace
            """
        ) {
            checks.insert(Rule(table: try row.text("place"), text: try row.text("rule")))
        }
    }

    private mutating func add(_ row: Row, required: Bool) throws {
        let filled = try row.flag("filled")
        columns.insert(
            Column(
                table: try row.text("place"),
                name: try row.text("name"),
                shape: try row.text("type") + (required ? " NOT NULL" : ""),
                isRequired: required && !filled
            )
        )
    }
}
