package import Contract

extension JSONValue {
    /// The member of that name; null when there is none or this is not an object.
    package subscript(name: String) -> JSONValue {
        object?[name] ?? .null
    }

    /// A string, or null where there is none.
    static func optional(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }
}
