import Foundation
import Store
import Testing

/// `docs/schema.md` follows from the databases themselves: `make docs` writes it.
@Suite struct SchemaDocumentTests {
    @Test func theDocumentShowsTheSchema() async throws {
        let text = try await document()
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../docs/schema.md"
        )
        if ProcessInfo.processInfo.environment["SKILLYARD_WRITE_DOCS"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "run `make docs`")
    }

    private func document() async throws -> String {
        """
        # The schema

        Written by `make docs` from what both databases say of themselves after every step in \
        `Sources/Store/Schema`, where the reasons stand.

        Times are microseconds since 1970. JSON is text that SQL does not look into. Under PostgreSQL every text is \
        compared byte by byte (`COLLATE "C"`), as SQLite does.

        ## PostgreSQL

        ```
        \(try await entries(of: .postgres, Self.postgres))
        ```

        ## SQLite

        The tables named `…_data`, `…_idx`, `…_docsize` and `…_config` are the inside of the search indexes and left \
        out here.

        ```sql
        \(try await entries(of: .sqlite, Self.sqlite))
        ```

        """
    }

    private func entries(of backend: Backend, _ query: Query) async throws -> String {
        var text = ""
        try await backend.withDatabase { database in
            text = try await database.read { try $0.run(query).map { try $0.text("entry") } }
                .joined(separator: "\n\n")
        }
        return text
    }

    /// Each table with its columns, constraints, indexes and triggers.
    private static let postgres: Query = """
        SELECT c.relname || E'\\n' || (
            SELECT string_agg('    ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                || CASE WHEN a.attidentity <> '' THEN ' GENERATED ALWAYS AS IDENTITY'
                        WHEN d.oid IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END,
                E'\\n' ORDER BY a.attnum)
            FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
          || coalesce((
            SELECT string_agg(E'\\n    ' || pg_get_constraintdef(k.oid), '' ORDER BY k.contype DESC, k.conname)
            FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c')), '')
          || coalesce((
            SELECT string_agg(E'\\n  ' || replace(pg_get_indexdef(i.indexrelid), 'public.', ''), ''
                ORDER BY pg_get_indexdef(i.indexrelid))
            FROM pg_index AS i WHERE i.indrelid = c.oid
              AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conindid = i.indexrelid AND k.conrelid = c.oid)
            ), '')
          || coalesce((
            SELECT string_agg(E'\\n  ' || replace(pg_get_triggerdef(t.oid), 'public.', ''), '' ORDER BY t.tgname)
            FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal), '') AS entry
        FROM pg_class AS c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        ORDER BY c.relname
        """

    /// As it was said to SQLite, which keeps the comments.
    private static let sqlite: Query = """
        SELECT sql AS entry FROM sqlite_master
        WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'sqlite_%' AND tbl_name NOT LIKE 'skill_trigrams_%'
          AND tbl_name NOT LIKE 'skill_pairs_%' AND tbl_name NOT LIKE 'grdb_%'
        ORDER BY tbl_name, CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name
        """
}
