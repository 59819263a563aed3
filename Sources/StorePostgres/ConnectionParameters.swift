import CLibPQ
import Store

/// What a connection string says, and what this program wants where it says nothing.
///
/// The string is libpq's own, URL or words (https://www.postgresql.org/docs/current/libpq-connect.html), so
/// certificates, password files and several hosts work as they do for `psql`.
struct ConnectionParameters: Sendable {
    private var values: [String: String]

    private static let defaults = [
        "fallback_application_name": "skillyard",
        // A peer that is gone without a word is noticed within half a minute instead of hours.
        "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
        "tcp_user_timeout": "15000",
    ]

    /// - Throws: ``StoreError/unavailable(_:)`` if the string cannot be read; the error repeats nothing of it, for
    ///   it may hold a password.
    init(_ text: String) throws(StoreError) {
        guard let options = PQconninfoParse(text, nil) else {
            throw .unavailable("the connection string of PostgreSQL cannot be read")
        }
        defer { PQconninfoFree(options) }
        values = Self.defaults
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        values["client_encoding"] = "UTF8"
    }

    /// How long one host may take, if the connection string says so.
    var connecting: Duration? {
        guard let seconds = values["connect_timeout"].flatMap({ Int($0) }), seconds > 0 else { return nil }
        return .seconds(seconds)
    }

    /// Whether the connection string sets this setting of the server itself.
    func sets(_ setting: String) -> Bool { values["options"]?.contains(setting) ?? false }

    /// The same for each host in turn, so that each gets its share of the time.
    var perHost: [ConnectionParameters] {
        let hosts = list("host")
        let addresses = list("hostaddr")
        let ports = list("port")
        let count = max(hosts.count, addresses.count)
        // Lists of different lengths are for libpq to refuse.
        guard count > 1, [0, count].contains(hosts.count), [0, count].contains(addresses.count),
            [0, 1, count].contains(ports.count)
        else { return [self] }
        return (0..<count).map { index in
            var one = self
            if !hosts.isEmpty { one.values["host"] = hosts[index] }
            if !addresses.isEmpty { one.values["hostaddr"] = addresses[index] }
            if ports.count > 1 { one.values["port"] = ports[index] }
            return one
        }
    }

    private func list(_ key: String) -> [String] {
        values[key]?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    }

    /// Begins to connect without waiting; nil when memory ran out.
    func start() -> OpaquePointer? {
        let all = Array(values)
        return withCStrings(all.map(\.key)) { keywords in
            withCStrings(all.map(\.value)) { values in
                PQconnectStartParams(keywords, values, 0)
            }
        }
    }
}

/// Calls `body` with the strings as C wants a list of them: ended by nil.
private func withCStrings<Result>(
    _ strings: [String],
    _ body: ([UnsafePointer<CChar>?]) -> Result
) -> Result {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for string in strings {
        starts.append(bytes.count)
        bytes += string.utf8CString
    }
    return bytes.withUnsafeBufferPointer { buffer in
        body(starts.map { offset in buffer.baseAddress.map { $0 + offset } } + [nil])
    }
}
