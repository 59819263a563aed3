import Contract

extension JSONValue {
    /// - Throws: `EncodingError` or `DecodingError`, for what is no JSON.
    init(encoding value: some Encodable) throws {
        self = try JSON.decode(JSONValue.self, from: try JSON.encode(value))
    }

    /// - Throws: `DecodingError`
    init(reading bytes: [UInt8]) throws {
        self = try JSON.decode(JSONValue.self, from: bytes)
    }

    /// A member; nil for what is absent, `null`, or no member of an object.
    subscript(name: String) -> JSONValue? {
        guard let value = object?[name], value != .null else { return nil }
        return value
    }
}
