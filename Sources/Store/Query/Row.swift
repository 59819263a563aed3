package import Contract

/// One row of a result, read by column name.
///
/// Rows of one result share their column names; looking a name up walks a short list, which is faster than
/// building a dictionary for each row.
package struct Row: Sendable {
    private let columns: [String]
    private let values: [Value]

    package init(columns: [String], values: [Value]) {
        self.columns = columns
        self.values = values
    }

    package subscript(column: String) -> Value? {
        columns.firstIndex(of: column).map { values[$0] }
    }

    /// - Throws: ``StoreError/corrupt(_:)`` if the column is missing, null or not an integer.
    package func integer(_ column: String) throws(StoreError) -> Int64 {
        guard case .integer(let value)? = self[column] else { throw .corrupt("\(column): no integer") }
        return value
    }

    /// - Throws: ``StoreError/corrupt(_:)`` if the column is missing, null or not text.
    package func text(_ column: String) throws(StoreError) -> String {
        guard case .text(let value)? = self[column] else { throw .corrupt("\(column): no text") }
        return value
    }

    /// - Throws: ``StoreError/corrupt(_:)`` if the column is missing, null or not bytes.
    package func bytes(_ column: String) throws(StoreError) -> [UInt8] {
        guard case .bytes(let value)? = self[column] else { throw .corrupt("\(column): no bytes") }
        return value
    }

    package func optionalText(_ column: String) -> String? {
        guard case .text(let value)? = self[column] else { return nil }
        return value
    }

    package func optionalInteger(_ column: String) -> Int64? {
        guard case .integer(let value)? = self[column] else { return nil }
        return value
    }
}

extension Row {
    package func int(_ column: String) throws(StoreError) -> Int { Int(try integer(column)) }

    package func flag(_ column: String) throws(StoreError) -> Bool { try integer(column) != 0 }

    package func time(_ column: String) throws(StoreError) -> Timestamp {
        Timestamp(microseconds: try integer(column))
    }

    package func optionalTime(_ column: String) -> Timestamp? {
        optionalInteger(column).map(Timestamp.init(microseconds:))
    }

    package func identifier<Of>(_ column: String) throws(StoreError) -> Identifier<Of> {
        Identifier(rawValue: try text(column))
    }

    /// - Throws: ``StoreError/corrupt(_:)`` if the text is none of the cases.
    package func word<Word: RawRepresentable<String>>(_ column: String) throws(StoreError) -> Word {
        let text = try text(column)
        guard let word = Word(rawValue: text) else { throw .corrupt("\(column): unknown word \(text)") }
        return word
    }

    /// - Throws: ``StoreError/corrupt(_:)`` if there is a text, and it is none of the cases.
    package func optionalWord<Word: RawRepresentable<String>>(_ column: String) throws(StoreError) -> Word? {
        guard optionalText(column) != nil else { return nil }
        return try word(column) as Word
    }

    /// - Throws: ``StoreError/corrupt(_:)`` if the text is no JSON of that shape.
    package func json<Content: Decodable>(_ column: String) throws(StoreError) -> Content {
        let text = try text(column)
        do { return try JSON.decode(Content.self, from: text.utf8) } catch {
            throw .corrupt("\(column): JSON")
        }
    }

    package func optionalJSON<Content: Decodable>(_ column: String) throws(StoreError) -> Content? {
        guard optionalText(column) != nil else { return nil }
        return try json(column) as Content
    }
}
