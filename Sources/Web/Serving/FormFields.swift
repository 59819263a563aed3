import Requests

/// Fields in the form `name=value&…` (URL Standard, `application/x-www-form-urlencoded`).
///
/// A field whose escapes are broken, or that holds a NUL, which no database keeps, is left out.
struct FormFields: Sendable {
    private(set) var pairs: [(name: String, value: String)] = []

    init(_ text: String) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else { continue }
            guard !value.utf8.contains(0) else { continue }
            pairs.append((name, value))
        }
    }

    init(pairs: [(name: String, value: String)]) {
        self.pairs = pairs
    }

    /// The first of that name; absent and empty mean the same.
    subscript(name: String) -> String? {
        pairs.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    func choice<Value: RawRepresentable>(_ name: String) -> Value? where Value.RawValue == String {
        self[name].flatMap(Value.init)
    }
}
