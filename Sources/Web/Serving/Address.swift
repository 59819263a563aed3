import Contract

/// A path with a query, written so that it can stand in a link.
struct Address: Equatable, Sendable {
    private(set) var path: String
    private(set) var query: [(name: String, value: String)]

    init(_ path: String, _ query: KeyValuePairs<String, String?> = [:]) {
        self.path = path
        self.query = query.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            return (name, value)
        }
    }

    /// The same with one parameter set anew; nil takes it away.
    func with(_ name: String, _ value: String?) -> Address {
        var copy = self
        copy.query.removeAll { $0.name == name }
        if let value, !value.isEmpty { copy.query.append((name, value)) }
        return copy
    }

    /// The same query at another path.
    func with(path: String) -> Address {
        var copy = self
        copy.path = path
        return copy
    }

    /// The same with one parameter more, which may be there already.
    func adding(_ name: String, _ value: String) -> Address {
        var copy = self
        copy.query.append((name, value))
        return copy
    }

    var text: String {
        guard !query.isEmpty else { return path }
        return path + "?"
            + query.map { percentEncoded($0.name) + "=" + percentEncoded($0.value) }.joined(separator: "&")
    }

    static func == (left: Address, right: Address) -> Bool { left.text == right.text }
}
