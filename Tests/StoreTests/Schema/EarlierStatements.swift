import Foundation
import Store

/// The statements of an earlier program, taken down while its own tests ran, so that nothing but what it really says
/// to a database stands here.
///
/// A line of the files is: the database, the kinds of the parameters, the statement. Of statements that differ only
/// in how many rows they are about, one is kept.
struct EarlierStatements {
    struct Statement: Sendable {
        let text: String
        /// `integer`, `text`, `bytes` or `null`.
        let kinds: [Substring]
    }

    let statements: [Statement]

    /// What the program said that knew so many steps of the schema.
    init(ofProgramWithSteps steps: Int, on backend: Backend) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "statements-00\(steps).tsv")
        statements = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 3, fields[0] == backend.rawValue else { return nil }
            return Statement(text: String(fields[2]), kinds: fields[1].split(separator: ","))
        }
    }
}

extension EarlierStatements.Statement {
    /// Has the database find every table, column and key that the statement names, without carrying it out.
    ///
    /// - Throws: ``StoreError/rejected(_:)`` if something is missing.
    func prepare(on connection: any Connection) throws {
        switch connection.dialect {
        case .sqlite:
            _ = try connection.run(Query(stringLiteral: "EXPLAIN " + text))
        case .postgres:
            let types = kinds.map { Self.types[$0] ?? "unknown" }.joined(separator: ", ")
            let list = types.isEmpty ? "" : "(\(types))"
            try connection.runScript("PREPARE earlier \(list) AS \(text); DEALLOCATE earlier;")
        }
    }

    private static let types: [Substring: String] = ["integer": "bigint", "text": "text", "bytes": "bytea"]
}
