import PostgresFixture
import Store
import StorePostgres
import Testing

/// How values and statements travel to PostgreSQL and back.
@Suite struct PostgresStatementTests {
    @Test func theNulCharacterIsRefusedAndTheTransactionGoesOn() async throws {
        try await withPostgres { database, _ in
            try await database.write { connection in
                try connection.run("CREATE TABLE t (a TEXT)")
                #expect(throws: StoreError.rejected("PostgreSQL cannot keep text that holds a NUL character"))
                {
                    try connection.run("INSERT INTO t VALUES (\("a\u{0}b"))")
                }
                try connection.run("INSERT INTO t VALUES (\("ab"))")
            }
            let kept = try await database.read { try $0.run("SELECT a FROM t").map { try $0.text("a") } }
            #expect(kept == ["ab"])
        }
    }

    @Test func everyKindOfNumberIsRead() async throws {
        try await withPostgres { database, _ in
            let row = try await database.read { connection in
                try connection.run(
                    """
                    SELECT 1::int2 AS a, -2::int4 AS b, true AS c, false AS d, NULL::int8 AS e,
                           SUM(x) AS f, 0::numeric AS g, -120000::numeric AS h, 9223372036854775807::numeric AS i,
                           -9223372036854775808::numeric AS j, 70000.00::numeric AS k,
                           pg_current_xact_id_if_assigned() AS l, pg_snapshot_xmin(pg_current_snapshot()) AS m
                    FROM (VALUES (10000::int8), (20001)) AS v (x)
                    """
                )[0]
            }
            let expected: [(String, Int64)] = [
                ("a", 1), ("b", -2), ("c", 1), ("d", 0), ("f", 30_001), ("g", 0), ("h", -120_000),
                ("i", .max),
                ("j", .min), ("k", 70_000),
            ]
            for (column, value) in expected { #expect(try row.integer(column) == value, "\(column)") }
            #expect(row["e"] == .null)
            #expect(row["l"] == .null)
            #expect(try row.integer("m") > 0)
        }
    }

    @Test(arguments: [
        "1.5::numeric", "9223372036854775808::numeric", "'NaN'::numeric", "1.5::float8", "now()",
    ])
    func whatThisProgramNeverWritesIsCorrupt(_ expression: String) async throws {
        try await withPostgres { database, _ in
            let error = await #expect(throws: StoreError.self) {
                try await database.read { try $0.run(Query(stringLiteral: "SELECT \(expression) AS a")) }
            }
            guard case .corrupt = error else {
                _ = Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func aColumnMayBeNullFirstAndHaveAValueLater() async throws {
        try await withPostgres { database, _ in
            let rows: [(Int64?, String?, [UInt8]?)] = [
                (nil, nil, nil), (1, "a", [1]), (nil, "b", nil), (2, nil, [2, 3]),
            ]
            let read = try await database.write { connection in
                try connection.run("CREATE TABLE t (n BIGINT, s TEXT, b BYTEA, k BIGINT)")
                for (key, row) in rows.enumerated() {
                    try connection.run("INSERT INTO t VALUES (\(row.0), \(row.1), \(row.2), \(key))")
                    try connection.insert(
                        "INSERT INTO t VALUES",
                        rows: (0..<8).map { "(\(row.0), \(row.1), \(row.2), \(100 * (key + 1) + $0))" }
                    )
                }
                return try connection.run("SELECT * FROM t WHERE k < 100 ORDER BY k")
            }
            #expect(read.map { $0.optionalInteger("n") } == rows.map(\.0))
            #expect(read.map { $0.optionalText("s") } == rows.map(\.1))
            #expect(try read[3].bytes("b") == [2, 3])
        }
    }

    @Test func manyRowsAreOneStatementWhateverTheirNumber() async throws {
        try await withPostgres(connections: 1) { database, _ in
            let texts: [String?] = ["a", nil, "", "{\"x\", NULL}", "가나다"]
            let columns: [Query.ValuesColumn] = [.integer("n"), .text("s"), .integer("k")]
            try await database.write { connection in
                try connection.run("CREATE TABLE t (n BIGINT, s TEXT, k BIGINT)")
                for count in [1, 3, 500] {
                    let rows = (0..<count).map { number -> [Value] in
                        let odd: Int? = number % 2 == 0 ? nil : -number
                        return [Value](row: odd, texts[number % 5], 1000 * count + number)
                    }
                    try connection.insert(rows, into: "t", columns)
                }
            }
            let read = try await database.read { connection in
                try connection.run("SELECT * FROM t WHERE s \(among: ["never"]) OR k >= 500000 ORDER BY k")
            }
            #expect(read.count == 500)
            for (number, row) in read.enumerated() {
                #expect(row.optionalText("s") == texts[number % 5])
                #expect(row.optionalInteger("n") == (number % 2 == 0 ? nil : Int64(-number)))
            }
            let prepared = try await database.read { connection in
                try connection.run("SELECT 1 FROM pg_prepared_statements WHERE statement LIKE 'INSERT%'")
                    .count
            }
            #expect(prepared == 1)
            await #expect(
                throws: StoreError.rejected("PostgreSQL cannot keep text that holds a NUL character")
            ) {
                try await database.write { connection in
                    try connection.insert([[Value](row: 1, "a\u{0}", 2)], into: "t", columns)
                }
            }
        }
    }

    @Test func oneStatementMayBeGivenAnotherKindOfValue() async throws {
        try await withPostgres { database, _ in
            let kinds = try await database.read { connection in
                func kind(_ value: some ValueConvertible) throws -> String {
                    try connection.run("SELECT CAST(pg_typeof(\(value)) AS TEXT) AS kind")[0].text("kind")
                }
                return try [kind(1), kind("a"), kind([UInt8]([1])), kind(2)]
            }
            #expect(kinds == ["bigint", "text", "bytea", "bigint"])
        }
    }

    @Test func longStatementsAndManyParametersAreSent() async throws {
        try await withPostgres { database, _ in
            let all = Array(0..<20_000)
            let count = try await database.read { connection in
                try connection.run(
                    "SELECT COUNT(*) AS n FROM generate_series(1, 30000) AS g (i) WHERE i IN (\(list: all))"
                )[0].int("n")
            }
            #expect(count == 19_999)
            let error = await #expect(throws: StoreError.self) {
                try await database.read { try $0.run("SELECT 1 IN (\(list: Array(0...65_535)))") }
            }
            #expect(error == .rejected("a statement has more than 65535 parameters"))
        }
    }

    @Test func largeValuesGoBothWays() async throws {
        try await withPostgres { database, _ in
            let bytes = (0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let back = try await database.read { connection in
                try connection.run("SELECT \(bytes) AS b")[0].bytes("b")
            }
            #expect(back == bytes)
        }
    }

    @Test func thePreparedStatementsOfAConnectionStayFew() async throws {
        try await withPostgres(connections: 1) { database, _ in
            for number in 0..<400 {
                _ = try await database.read { connection in
                    try connection.run(Query(stringLiteral: "SELECT \(number) AS n"))
                    try connection.run("SELECT 'often' AS n")
                }
            }
            let names = try await database.read { connection in
                try connection.run("SELECT name, statement FROM pg_prepared_statements")
                    .map { try $0.text("statement") }
            }
            // 256, and the one whose place the question took.
            #expect(names.count <= 257)
            #expect(names.contains("SELECT 'often' AS n"))
            #expect(!names.contains("SELECT 0 AS n"))
        }
    }

    @Test func whatIsPreparedIsPreparedAnewWhenTheServerForgotIt() async throws {
        try await withPostgres(connections: 1) { database, _ in
            for _ in 0..<2 {
                let ten = try await database.read { try $0.run("SELECT \(10) AS n")[0].integer("n") }
                #expect(ten == 10)
                _ = try await database.read { try $0.runScript("DEALLOCATE ALL") }
            }
            #expect(database.counts.retries > 0)
        }
    }

    @Test func aTableThatChangedUnderAPreparedStatementIsReadAsItIsNow() async throws {
        try await withPostgres(connections: 2) { database, place in
            try await database.write {
                try $0.runScript("CREATE TABLE t (a BIGINT); INSERT INTO t VALUES (1)")
            }
            for column in ["b", "c"] {
                _ = try await database.read { try $0.run("SELECT * FROM t") }
                let other = try PostgresDatabase(url: place.url(), connections: 1)
                try await other.write {
                    try $0.runScript("ALTER TABLE t ADD COLUMN \(column) BIGINT DEFAULT 7")
                }
                await other.close()
                let row = try await database.read { try $0.run("SELECT * FROM t")[0] }
                #expect(try row.integer(column) == 7)
            }
        }
    }

    @Test func aScriptIsOneTransactionWithWhatFollows() async throws {
        try await withPostgres { database, _ in
            struct Refusal: Error {}
            await #expect(throws: Refusal.self) {
                try await database.write { connection in
                    try connection.runScript("CREATE TABLE t (a BIGINT); CREATE TABLE u (a BIGINT);")
                    throw Refusal()
                }
            }
            let tables = try await database.read { connection in
                try connection.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").count
            }
            #expect(tables == 0)
        }
    }

    @Test func copyIsRefusedAndTheDatabaseGoesOn() async throws {
        try await withPostgres { database, _ in
            for script in [true, false] {
                await #expect(throws: StoreError.rejected("COPY is not supported")) {
                    try await database.write { connection in
                        if script {
                            try connection.runScript("COPY (SELECT 1) TO STDOUT")
                        } else {
                            try connection.run("COPY (SELECT 1) TO STDOUT")
                        }
                    }
                }
                try await database.ping()
            }
        }
    }
}
