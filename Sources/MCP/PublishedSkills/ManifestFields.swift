import Contract
import Yams

/// The frontmatter of SKILL.md as JSON, every field as its author wrote it.
///
/// What is registered has been checked against deep and swelling YAML already; the bounds here are a second lock.
struct ManifestFields {
    let json: JSONValue

    private static let maximumBytes = 64 << 10
    /// Room for the two lines around it, which may end in white space.
    private static let markerBytes = 1 << 10
    private static let maximumDepth = 32

    /// Nil where there is none that can be read.
    init?(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard
            let yaml = Self.frontmatter(of: bytes.starts(with: mark) ? bytes[3...] : bytes[...]),
            yaml.utf8.count <= Self.maximumBytes,
            let node = try? Yams.compose(yaml: yaml),  // Not readable: not published.
            let json = Self.json(node, depth: 0), json.object != nil
        else { return nil }
        self.json = json
    }

    /// Looks no further than it can reach, however long what follows it is.
    private static func frontmatter(of bytes: ArraySlice<UInt8>) -> String? {
        // Line feeds alone, as whoever registered it was told: to Unicode more than that ends a line.
        let feed = UInt8(ascii: "\n")
        let reach = bytes.prefix(maximumBytes + markerBytes)
        var lines = reach.split(separator: feed, omittingEmptySubsequences: false)
        // Cut off, it may look like another.
        if reach.count < bytes.count { lines.removeLast() }
        guard let first = lines.first, isMarker(first),
            let end = lines.dropFirst().firstIndex(where: isMarker)
        else { return nil }
        return String(validating: Array(lines[1..<end].joined(separator: [feed])), as: UTF8.self)
    }

    private static func isMarker(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "---".utf8), let text = String(validating: line, as: UTF8.self) else {
            return false
        }
        return text.hasPrefix("---") && text.dropFirst(3).allSatisfy(\.isWhitespace)
    }

    private static func json(_ node: Node, depth: Int) -> JSONValue? {
        guard depth <= maximumDepth else { return nil }
        switch node {
        case .scalar(let scalar): return value(of: scalar)
        case .sequence(let nodes):
            let values = nodes.compactMap { json($0, depth: depth + 1) }
            return values.count == nodes.count ? .array(values) : nil
        case .mapping(let pairs):
            var members: [String: JSONValue] = [:]
            for (key, value) in pairs {
                guard let name = key.scalar?.string, let value = json(value, depth: depth + 1) else {
                    return nil
                }
                members[name] = value
            }
            return .object(members)
        case .alias: return nil
        }
    }

    /// By the core schema of YAML 1.2, as hosts read it; `yes` and dates are text there.
    private static func value(of scalar: Node.Scalar) -> JSONValue {
        let text = scalar.string
        guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: return number(text) ?? .string(text)
        }
    }

    private static func number(_ text: String) -> JSONValue? {
        let unsigned = text.drop { $0 == "-" || $0 == "+" }
        guard text.count - unsigned.count <= 1, let first = unsigned.utf8.first,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || first == UInt8(ascii: ".")
        else { return nil }
        if unsigned.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return Int(text).map { .integer($0) } ?? .string(text)
        }
        if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16).map { .integer($0) } }
        if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8).map { .integer($0) } }
        guard unsigned.utf8.allSatisfy("0123456789.eE+-".utf8.contains),
            unsigned.utf8.contains(where: "0123456789".utf8.contains),
            let number = Double(text), number.isFinite
        else { return nil }
        return .number(number)
    }
}
