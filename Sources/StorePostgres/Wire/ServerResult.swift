import CLibPQ
import Store

/// One result of libpq, freed with its last reference.
final class ServerResult {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQclear(handle)
    }

    private var status: ExecStatusType { PQresultStatus(handle) }

    /// Whether it ends a round trip.
    var isSync: Bool { status == PGRES_PIPELINE_SYNC }

    /// Whether it was left out because something before it failed.
    var isSkipped: Bool { status == PGRES_PIPELINE_ABORTED }

    /// Whether it begins a COPY, which this driver does not speak.
    var isCopy: Bool { [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(status) }

    /// What was done, such as `COMMIT` or `INSERT 0 1`.
    var command: String { String(cString: PQcmdStatus(handle)) }

    /// Whether the server ended the connection with it.
    var endsConnection: Bool { field("V").map { $0 == "FATAL" || $0 == "PANIC" } ?? false }

    /// Why it failed; nil when it did not.
    var failure: PostgresFailure? {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC: nil
        default:
            // Without a code it is libpq that speaks, of the connection.
            field("C").map { PostgresFailure(sqlState: $0, message: field("M") ?? "") } ?? .lost
        }
    }

    /// A field of an error (https://www.postgresql.org/docs/current/protocol-error-fields.html).
    private func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(handle, Int32(letter.value)).map { String(cString: $0) }
    }

    /// The types of a described statement's parameters.
    var parameterTypes: [Oid] {
        (0..<PQnparams(handle)).map { PQparamtype(handle, $0) }
    }

    /// - Throws: ``StoreError/corrupt(_:)`` for a value this program has no kind for.
    func rows() throws(StoreError) -> [Row] {
        let columns = PQnfields(handle)
        guard columns > 0 else { return [] }
        let names = (0..<columns).map { String(cString: PQfname(handle, $0)) }
        let types = (0..<columns).map { PQftype(handle, $0) }
        var rows: [Row] = []
        rows.reserveCapacity(Int(PQntuples(handle)))
        for row in 0..<PQntuples(handle) {
            var values: [Value] = []
            values.reserveCapacity(names.count)
            for column in 0..<columns {
                values.append(try value(row, column, of: types[Int(column)]))
            }
            rows.append(Row(columns: names, values: values))
        }
        return rows
    }

    private func value(_ row: Int32, _ column: Int32, of type: Oid) throws(StoreError) -> Value {
        guard PQgetisnull(handle, row, column) == 0 else { return .null }
        let start = UnsafeRawPointer(PQgetvalue(handle, row, column))
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(handle, row, column)))
        guard let value = Value(binary: bytes, type: type) else {
            throw .corrupt("a column holds what this program cannot read (type \(type))")
        }
        return value
    }
}
