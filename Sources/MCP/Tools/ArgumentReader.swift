import Contract
import Requests

/// Reads the arguments of one call and notes everything that is wrong with them.
///
/// What passes can stand in a line without being taken for anything else there: words are single words, lines are
/// single lines.
struct ArgumentReader {
    private let values: [String: JSONValue]
    private let words: MCPWords
    private var faults: [String] = []

    /// Nobody reads more.
    private static let mostFaults = 20

    init(_ values: [String: JSONValue], _ words: MCPWords) {
        self.values = values.filter { $0.value != .null }
        self.words = words
    }

    /// Notes what is missing, and what is no argument of the tool.
    mutating func allow(_ known: [ToolArgument], required: [ToolArgument]) {
        let names = Set(known.map(\.rawValue))
        for name in values.keys.filter({ !names.contains($0) }).sorted().prefix(Self.mostFaults) {
            faults.append(words.unknown(String(name.prefix(64))))
        }
        for argument in required where values[argument.rawValue] == nil {
            faults.append(words.missing(argument.rawValue))
        }
    }

    /// - Throws: ``BadArguments`` when anything was noted.
    func check() throws(BadArguments) {
        guard faults.isEmpty else { throw BadArguments(faults: Array(faults.prefix(Self.mostFaults))) }
    }

    mutating func noteSubject() {
        if faults.isEmpty { faults.append(words.eitherSkillOrRun) }
    }

    private mutating func read<Value>(_ argument: ToolArgument, _ convert: (JSONValue) -> Value?) -> Value? {
        guard let value = values[argument.rawValue] else { return nil }
        if let converted = convert(value) { return converted }
        faults.append(words.invalid(argument.rawValue, words.argument(argument)))
        return nil
    }

    private mutating func word<Value>(_ argument: ToolArgument, _ convert: (String) -> Value?) -> Value? {
        read(argument) { $0.string.flatMap(convert) }
    }
}

// MARK: Kinds of values

extension ArgumentReader {
    mutating func skill() -> String? { word(.skill) { Grammar.isSkillName($0) ? $0 : nil } }

    mutating func provider() -> String? { word(.provider) { Grammar.isProviderID($0) ? $0 : nil } }

    mutating func run() -> ChatRunChoice? {
        word(.run) { ["last", "last_failed"].contains($0) || Self.isID($0) ? ChatRunChoice($0) : nil }
    }

    mutating func id(_ argument: ToolArgument) -> String? { word(argument) { Self.isID($0) ? $0 : nil } }

    /// Whatever the control plane made it of: it compares the whole.
    mutating func hash(_ argument: ToolArgument) -> String? {
        word(argument) { (1...128).contains($0.utf8.count) && Grammar.isPlain($0) ? $0 : nil }
    }

    mutating func time() -> String? { word(.since) { Timestamp($0) == nil || $0.contains(" ") ? nil : $0 } }

    mutating func count(_ argument: ToolArgument) -> Int? {
        read(argument) { value in
            if case .integer(let number) = value, (1...200).contains(number) { number } else { nil }
        }
    }

    mutating func choice<Choice: RawRepresentable<String>>(_ argument: ToolArgument, of type: Choice.Type)
        -> Choice?
    {
        word(argument) { Choice(rawValue: $0) }
    }

    /// One line without control characters, white space in it being single spaces.
    mutating func line(_ argument: ToolArgument) -> String? {
        word(argument) { text in
            let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return line.isEmpty || line.count > 500 || !Grammar.isPlain(line) ? nil : line
        }
    }

    mutating func skillChoices() -> [ChatSkillChoice]? {
        read(.skills) { Self.list($0)?.compactMapAll(Self.skillChoice) }
    }

    mutating func providers() -> ChatProviderChoice? {
        read(.providers) { value in
            if value == "all" { return .all }
            return Self.list(value)?.compactMapAll { Grammar.isProviderID($0) ? $0 : nil }.map { .listed($0) }
        }
    }

    private static func list(_ value: JSONValue) -> [String]? {
        guard case .array(let values) = value, (1...50).contains(values.count) else { return nil }
        return values.compactMapAll(\.string)
    }

    private static func skillChoice(_ text: String) -> ChatSkillChoice? {
        if text.hasPrefix("tag:") {
            let tag = text.dropFirst(4)
            let isWord = (1...64).contains(tag.count) && !tag.contains { $0.isWhitespace || $0 == "," }
            return isWord && Grammar.isPlain(String(tag)) ? .tagged(String(tag)) : nil
        }
        let choice = ChatSkillChoice(text)
        guard case .named(let name, let version) = choice, Grammar.isSkillName(name) else { return nil }
        if let version, Grammar.versionNumber(version) == nil { return nil }
        return choice
    }

    /// A UUID, or the part of one that chat shows.
    private static func isID(_ text: String) -> Bool {
        (4...36).contains(text.utf8.count) && text.utf8.allSatisfy("0123456789abcdef-".utf8.contains)
    }
}

extension Array {
    /// Nil unless all can be converted.
    fileprivate func compactMapAll<Value>(_ convert: (Element) -> Value?) -> [Value]? {
        let converted = compactMap(convert)
        return converted.count == count ? converted : nil
    }
}
