import Store

/// Why PostgreSQL did not do something, and what may be done about it within this driver.
struct PostgresFailure: Error {
    enum Remedy {
        case none
        /// The transaction met another one: run it again.
        case runAgain
        /// The statements prepared on this connection are no longer good: prepare them anew and run it again.
        case prepareAgain
        /// The connection is gone; a transaction whose COMMIT was not sent has done nothing.
        case reconnect
    }

    let error: StoreError
    var remedy = Remedy.none

    init(_ error: StoreError, _ remedy: Remedy = .none) {
        self.error = error
        self.remedy = remedy
    }

    static let lost = PostgresFailure(.unavailable("the connection to PostgreSQL was lost"), .reconnect)
    static let late = PostgresFailure(.unavailable("PostgreSQL did not answer in time"))
    static let undone = PostgresFailure(.unavailable("the transaction was undone by the database"))
    static let outcomeUnknown = PostgresFailure(
        .unavailable("the connection broke during COMMIT: whether the change was made is unknown")
    )
}

extension PostgresFailure {
    /// Translates what the server reported (https://www.postgresql.org/docs/current/errcodes-appendix.html).
    ///
    /// `message` is the server's first line, and used only where the statement itself is at fault: then it is about
    /// this program.
    init(sqlState: String, message: String) {
        switch sqlState {
        case "23505":
            self.init(.conflict)
        case "40001", "40P01":
            self.init(.unavailable("others changed the same rows at the same moment"), .runAgain)
        case "26000", "42P05":
            self.init(.unavailable("a prepared statement is no longer known"), .prepareAgain)
        case "0A000" where message.contains("cached plan"):
            self.init(.unavailable("the schema has changed"), .prepareAgain)
        case "XX001", "XX002":
            self.init(.corrupt("the database is damaged"))
        case "57P01", "57P02", "57P05", "25P03", "25P04":
            self.init(.unavailable("PostgreSQL closed the connection"), .reconnect)
        case let state where state.hasPrefix("08"):
            self.init(.unavailable("the connection to PostgreSQL was lost"), .reconnect)
        default:
            let words = Self.words(for: sqlState)
            self.init(words.map(StoreError.unavailable) ?? .rejected("\(sqlState) \(message)"))
        }
    }

    /// Says in words of our own why it is not possible now; nil when trying again cannot help.
    static func words(for sqlState: String) -> String? {
        switch sqlState {
        case "25006": "the database is read-only"
        case "55P03": "a row is locked"
        case "57014": "the statement took too long"
        case "57P03": "PostgreSQL is starting or stopping"
        case "53100": "the disk is full"
        case "53200": "memory ran out"
        case "53300": "PostgreSQL has no connection free"
        case "28P01", "28000": "PostgreSQL refused the user or the password"
        case "3D000": "there is no such database"
        default:
            switch sqlState.prefix(2) {
            case "53": "PostgreSQL has too little of something"
            case "57": "PostgreSQL is not available"
            case "58": "the disk failed"
            default: nil
            }
        }
    }
}
