import Store

/// A connection that remembers what is run on it.
final class RecordingConnection: Connection {
    private let connection: any Connection
    private(set) var queries: [Query] = []

    init(_ connection: any Connection) {
        self.connection = connection
    }

    var dialect: Dialect { connection.dialect }

    func run(_ query: Query) throws(StoreError) -> [Row] {
        queries.append(query)
        return try connection.run(query)
    }

    func runScript(_ text: String) throws(StoreError) {
        try connection.runScript(text)
    }
}
