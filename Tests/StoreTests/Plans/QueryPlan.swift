import Store

/// How a database would find the rows of one statement.
struct QueryPlan: Sendable, CustomStringConvertible {
    let statement: String
    let lines: [String]

    var description: String { "\(statement)\n\(lines.joined(separator: "\n"))" }

    /// The tables that are read from end to end.
    var scannedTables: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            if let place = words.firstIndex(of: "Seq"), words.count > place + 3, words[place + 1] == "Scan" {
                return words[place + 3]
            }
            // Walking along an index is how a list in its order begins.
            guard words.first == "SCAN", words.count > 1, !words.contains("INDEX") else { return nil }
            return words[1]
        }
    }
}

extension Connection {
    /// The plans of a statement: with PostgreSQL that for these values and that for any values, since either may be
    /// used.
    ///
    /// - Throws: ``StoreError``
    func plans(of query: Query) throws(StoreError) -> [QueryPlan] {
        let (text, values) = query.rendered(for: dialect)
        switch dialect {
        case .sqlite:
            return [try plan(of: text, "EXPLAIN QUERY PLAN \(query)", column: "detail")]
        case .postgres:
            let present = try plan(of: text, "EXPLAIN (COSTS OFF) \(query)", column: "QUERY PLAN")
            return query.isPlannedByValues ? [present] : [present, try lastingPlan(of: text, values)]
        }
    }

    private func plan(of text: String, _ query: Query, column: String) throws(StoreError) -> QueryPlan {
        var lines: [String] = []
        for row in try run(query) { lines.append(try row.text(column)) }
        return QueryPlan(statement: text, lines: lines)
    }

    /// The plan that PostgreSQL makes once for a prepared statement.
    private func lastingPlan(of text: String, _ values: [Value]) throws(StoreError) -> QueryPlan {
        let types = values.map(\.typeName).joined(separator: ", ")
        let arguments = values.map(\.literal).joined(separator: ", ")
        try runScript("SET LOCAL plan_cache_mode = force_generic_plan")
        try runScript("PREPARE looked_at \(values.isEmpty ? "" : "(\(types))") AS \(text)")
        let question = "EXPLAIN (COSTS OFF) EXECUTE looked_at \(values.isEmpty ? "" : "(\(arguments))")"
        let plan = try plan(of: text, Query(stringLiteral: question), column: "QUERY PLAN")
        try runScript("DEALLOCATE looked_at; SET LOCAL plan_cache_mode = auto")
        return plan
    }
}

extension Value {
    fileprivate var typeName: String {
        switch self {
        case .null: "unknown"
        case .text: "text"
        case .integer: "bigint"
        case .bytes: "bytea"
        case .list(.text, _): "text[]"
        case .list(.integer, _): "bigint[]"
        }
    }

    fileprivate var literal: String {
        switch self {
        case .null, .bytes: "NULL"
        case .integer(let number): String(number)
        case .text(let text): "'\(text.replacing("'", with: "''"))'"
        case .list(_, let values): "ARRAY[\(values.map(\.literal).joined(separator: ", "))]::\(typeName)"
        }
    }
}
