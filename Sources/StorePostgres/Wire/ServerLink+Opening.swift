import CLibPQ
import Glibc
import Store

extension ServerLink {
    private static let oldestServer: Int32 = 150_000

    /// Connects to the first host that accepts, and prepares the session.
    ///
    /// Looking up a host's name is the system's business and has the system's time limits; nobody but the
    /// connection's own thread waits for that.
    ///
    /// - Throws: ``PostgresFailure``, in words that hold neither password nor address.
    static func open(
        _ parameters: ConnectionParameters,
        limits: PostgresLimits
    ) throws(PostgresFailure) -> ServerLink {
        var failure = PostgresFailure.lost
        for host in parameters.perHost {
            do {
                let deadline = ContinuousClock.now + (parameters.connecting ?? limits.connecting)
                let link = try connect(host, until: deadline)
                try link.check()
                try link.set(up: parameters, limits: limits)
                return link
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func connect(
        _ parameters: ConnectionParameters,
        until deadline: Instant
    ) throws(PostgresFailure) -> ServerLink {
        guard let handle = parameters.start() else { throw PostgresFailure(.unavailable("memory ran out")) }
        // Notices would go to the standard error.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        // Codes can be told apart in any language; sentences could hold what is nobody's business.
        PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
        do {
            try finish(handle, until: deadline)
        } catch {
            PQfinish(handle)
            throw error
        }
        PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        return ServerLink(handle)
    }

    private static func finish(_ handle: OpaquePointer, until deadline: Instant) throws(PostgresFailure) {
        var next = PQstatus(handle) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while next != PGRES_POLLING_OK {
            guard next != PGRES_POLLING_FAILED else { throw refusal(handle) }
            let events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard waitForSocket(PQsocket(handle), events, until: deadline) else { throw .late }
            next = PQconnectPoll(handle)
        }
    }

    /// Why there is no connection.
    private static func refusal(_ handle: OpaquePointer) -> PostgresFailure {
        if PQconnectionNeedsPassword(handle) == 1 {
            return PostgresFailure(.unavailable("PostgreSQL wants a password and none is set"))
        }
        let message = String(cString: PQerrorMessage(handle))
        // The server's code ends the line: `connection to server … failed: FATAL:  28P01`.
        let code = message.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
        if let words = PostgresFailure.words(for: code) { return PostgresFailure(.unavailable(words)) }
        let words = Self.words(aboutTLS: message) ?? "PostgreSQL cannot be reached"
        return PostgresFailure(.unavailable(words))
    }

    /// What is wrong with TLS, and what to do about it.
    ///
    /// - Parameter message: In the words of libpq (`fe-secure-openssl.c`, `fe-secure-common.c`), which translates
    ///   them only for programs that ask for it. They hold paths and names, so nothing of them is passed on.
    /// - Returns: Nil when it is not about TLS.
    private static func words(aboutTLS message: String) -> String? {
        if message.contains("root certificate file") {
            return "the file that sslrootcert names is missing or cannot be read"
        }
        if message.contains("certificate verify failed") {
            return
                "PostgreSQL's certificate is not trusted: let sslrootcert name the file of the authority that "
                + "signed it, and make sure that it has not expired"
        }
        if message.contains("does not match host name") {
            return
                "PostgreSQL's certificate was made for another host: use a host name that stands in it, or have "
                + "one made for the name you use"
        }
        if message.contains("does not support SSL") {
            return "PostgreSQL offers no TLS, and sslmode asks for it: set ssl = on at the server"
        }
        guard message.contains("SSL") || message.contains("certificate") else { return nil }
        return "a connection with TLS to PostgreSQL could not be made"
    }

    /// - Throws: ``PostgresFailure`` if this is no server the program can work with.
    private func check() throws(PostgresFailure) {
        let version = PQserverVersion(handle)
        guard version >= Self.oldestServer else {
            throw PostgresFailure(
                .unavailable("PostgreSQL \(version / 10_000) is too old: 15 or newer is needed")
            )
        }
        let encoding = PQparameterStatus(handle, "server_encoding").map { String(cString: $0) }
        guard encoding == "UTF8" else {
            throw PostgresFailure(.unavailable("the database's encoding must be UTF8"))
        }
    }

    /// The server's own limits, should this program be unable to keep them.
    private func set(up parameters: ConnectionParameters, limits: PostgresLimits) throws(PostgresFailure) {
        guard PQenterPipelineMode(handle) == 1 else { throw lose() }
        let settings = [
            ("standard_conforming_strings", "on"),
            ("statement_timeout", "\(limits.statement.wholeMilliseconds)"),
            ("idle_in_transaction_session_timeout", "\(limits.silence.wholeMilliseconds)"),
        ]
        let statements = settings.filter { !parameters.sets($0.0) }.map { "SET \($0.0) = \($0.1)" }
        try script(statements.joined(separator: "; "), until: .now + limits.connecting)
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
