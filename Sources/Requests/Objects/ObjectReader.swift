package import Contract

/// A body that can say everything that is wrong with it.
package protocol Readable {
    /// Nil only after a fault was noted.
    init?(reading object: inout ObjectReader)
}

/// A body together with its faults; decoding one never fails over a value, only over syntax.
package struct Checked<Body: Readable>: Decodable {
    package let body: Body?
    package let faults: FaultList

    package init(from decoder: any Decoder) throws {
        var reader = ObjectReader(decoder, at: "")
        body = Body(reading: &reader)
        reader.finish()
        faults = reader.faults
    }

    /// - Throws: ``Problem`` that names every fault.
    package func get() throws(Problem) -> Body {
        try faults.check()
        guard let body else { throw Problem(.validationFailed, "The body is invalid.") }
        return body
    }
}

/// Reads one JSON object and notes every fault with its JSON pointer (RFC 6901).
///
/// `null` means the same as leaving the field out.
package struct ObjectReader {
    package private(set) var faults = FaultList()
    private let fields: KeyedDecodingContainer<FieldName>?
    private let pointer: String
    private var known: Set<String> = []

    package init(_ decoder: any Decoder, at pointer: String) {
        self.pointer = pointer
        do {
            fields = try decoder.container(keyedBy: FieldName.self)
        } catch {
            fields = nil
            faults.add(pointer, .type, "An object is expected.")
        }
    }

    /// Whether the field is there and not `null`.
    package mutating func has(_ name: String) -> Bool {
        known.insert(name)
        guard let fields else { return false }
        // A value that cannot even be told from null is found broken when it is read.
        return fields.contains(FieldName(name)) && (try? fields.decodeNil(forKey: FieldName(name))) != true
    }

    /// Notes a fault when the field is missing.
    package mutating func require(_ name: String) -> Bool {
        if has(name) { return true }
        if fields != nil { note(name, .required, "It is required.") }
        return false
    }

    package mutating func value<Value: Decodable>(_ name: String, _ type: Value.Type, expected: String)
        -> Value?
    {
        guard has(name), let fields else { return nil }
        do {
            return try fields.decode(type, forKey: FieldName(name))
        } catch {
            note(name, .type, "\(expected) is expected.")
            return nil
        }
    }

    /// The value, if it is text; nothing is noted where it is not.
    package mutating func word(_ name: String) -> String? {
        guard has(name), let fields else { return nil }
        return try? fields.decode(String.self, forKey: FieldName(name))
    }

    package mutating func note(_ name: String, _ code: FaultCode, _ detail: String) {
        faults.add(pointer + "/" + Self.escaped(name), code, detail)
    }

    /// Notes a fault of one entry of the object or list called `name`.
    package mutating func note(entry: String, of name: String, _ code: FaultCode, _ detail: String) {
        faults.add("\(pointer)/\(Self.escaped(name))/\(Self.escaped(entry))", code, detail)
    }

    /// Reads an object; nil when it is missing or at fault.
    package mutating func object<Member: Readable>(_ name: String, of type: Member.Type) -> Member? {
        guard has(name), let fields, let decoder = try? fields.superDecoder(forKey: FieldName(name)) else {
            return nil
        }
        var reader = ObjectReader(decoder, at: "\(pointer)/\(Self.escaped(name))")
        let member = Member(reading: &reader)
        reader.finish()
        faults.add(reader.faults)
        return reader.faults.count == 0 ? member : nil
    }

    /// Reads a list of objects; nil when it is missing or any entry is at fault.
    package mutating func objects<Element: Readable>(
        _ name: String,
        of type: Element.Type,
        count: ClosedRange<Int>
    )
        -> [Element]?
    {
        guard require(name), let fields else { return nil }
        guard var list = try? fields.nestedUnkeyedContainer(forKey: FieldName(name)) else {
            note(name, .type, "A list of objects is expected.")
            return nil
        }
        guard checkCount(list.count ?? 0, name, count) else { return nil }
        var elements: [Element] = []
        var sound = true
        while !list.isAtEnd {
            guard let decoder = try? list.superDecoder() else { return nil }
            var reader = ObjectReader(decoder, at: "\(pointer)/\(name)/\(list.currentIndex - 1)")
            if let element = Element(reading: &reader) { elements.append(element) }
            reader.finish()
            faults.add(reader.faults)
            sound = sound && reader.faults.count == 0
        }
        return sound ? elements : nil
    }

    /// Reads a list of texts; nil when it is missing or any entry is at fault.
    package mutating func texts(
        _ name: String,
        count: ClosedRange<Int>,
        rule: String,
        where isSound: (String) -> Bool
    ) -> [String]? {
        guard require(name), let texts = value(name, [Lenient<String>].self, expected: "A list of texts")
        else {
            return nil
        }
        guard checkCount(texts.count, name, count) else { return nil }
        var sound = true
        for (index, text) in texts.enumerated() {
            if let value = text.value, isSound(value) { continue }
            sound = false
            note(entry: String(index), of: name, text.value == nil ? .type : .format, rule)
        }
        return sound ? texts.compactMap(\.value) : nil
    }

    /// Notes every field that nothing asked for.
    package mutating func finish() {
        guard let fields else { return }
        for name in fields.allKeys.map(\.stringValue).filter({ !known.contains($0) }).sorted() {
            note(
                String(name.prefix(64)),
                .unknown,
                "There is no such field; known are \(known.sorted().joined(separator: ", "))."
            )
        }
    }

    private mutating func checkCount(_ count: Int, _ name: String, _ range: ClosedRange<Int>) -> Bool {
        if range.contains(count) { return true }
        note(name, .range, "From \(range.lowerBound) to \(range.upperBound) entries are allowed.")
        return false
    }

    private static func escaped(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return name
        }
        return name.reduce(into: "") { text, character in
            text += character == "~" ? "~0" : character == "/" ? "~1" : String(character)
        }
    }
}

/// Any name, so that unknown fields are seen.
struct FieldName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) {
        stringValue = name
    }

    init?(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }
}

/// An entry of a list that may be of the wrong type without spoiling the list.
package struct Lenient<Value: Decodable>: Decodable {
    package let value: Value?

    package init(from decoder: any Decoder) throws {
        value = try? decoder.singleValueContainer().decode(Value.self)
    }
}
