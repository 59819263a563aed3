package import Contract
package import Requests
import Yams

/// A document that people keep in a file: YAML (1.1, so JSON too), read with every fault and the line it is on.
package protocol StateDocument: Readable, Codable {
    /// What to call it in a sentence.
    static var title: String { get }
}

extension DesiredState: StateDocument {
    package static let title = "desired state"
}

extension DesiredStateLock: StateDocument {
    package static let title = "lock"
}

package enum StateFile {
    /// In bytes.
    package static let maximumSize = 4 << 20
    /// Against stacks: the parser descends by recursion.
    private static let maximumDepth = 50

    /// - Parameters:
    ///   - type: What it is.
    ///   - text: Of the file.
    /// - Returns: The document.
    /// - Throws: ``Problem``: `malformed_request` for what is no YAML, `validation_failed` with every other fault.
    package static func read<Document: StateDocument>(_ type: Document.Type, from text: String)
        throws(Problem) -> Document
    {
        guard text.utf8.count <= maximumSize else {
            throw Problem(.payloadTooLarge, "A \(type.title) has at most \(maximumSize >> 20) MiB.")
        }
        guard depth(of: text) <= maximumDepth else {
            throw Problem(.malformedRequest, "The \(type.title) is nested too deep.")
        }
        let checked: Checked<Document>
        do {
            checked = try YAMLDecoder().decode(Checked<Document>.self, from: text)
        } catch {
            throw unreadable(type.title, text)
        }
        do { return try checked.get() } catch { throw located(error, in: text) }
    }

    /// - Parameters:
    ///   - problem: What was found in the document, here or by the server, which knows it as `state`.
    ///   - text: Of the file.
    /// - Returns: The same with the lines of its faults.
    package static func located(_ problem: Problem, in text: String) -> Problem {
        guard let root = try? Yams.compose(yaml: text) else { return problem }
        return Problem(
            problem.code,
            problem.detail,
            wording: problem.wording,
            errors: problem.errors.map { $0.located(in: root) },
            requestID: problem.requestID,
            retryAfterSeconds: problem.retryAfterSeconds
        )
    }

    /// - Throws: ``Problem`` when it cannot be written down.
    package static func text(of document: some StateDocument) throws(Problem) -> String {
        let encoder = YAMLEncoder()
        encoder.options.sortKeys = false
        do { return try encoder.encode(document) } catch {
            throw Problem(.internal, "It cannot be written as YAML.")
        }
    }

    /// How deep brackets and indentation go, at most; those inside texts count, too.
    private static func depth(of text: String) -> Int {
        var (open, deepest) = (0, 0)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): open = max(0, open - 1)
            default: continue
            }
            deepest = max(deepest, open)
        }
        let indented = text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
            line.firstIndex { !" -?:".utf8.contains($0) }.map { line.distance(from: line.startIndex, to: $0) }
                ?? 0
        }
        return max(deepest, indented.max() ?? 0)
    }

    private static func unreadable(_ title: String, _ text: String) -> Problem {
        do {
            guard let root = try Yams.compose(yaml: text) else {
                return Problem(.malformedRequest, "The \(title) is empty.")
            }
            let place = root.mark.map { " (line \($0.line))" } ?? ""
            return Problem(.malformedRequest, "The \(title) is not a set of fields\(place).")
        } catch let error as YamlError {
            return Problem(.malformedRequest, "The \(title) is not valid YAML: \(error.reason).")
        } catch {
            return Problem(.malformedRequest, "The \(title) is not valid YAML.")
        }
    }
}

extension YamlError {
    /// In the parser's words, with the line.
    fileprivate var reason: String {
        switch self {
        case .duplicatedKeysInMapping(let keys, let context):
            "\(keys.joined(separator: ", ")) occurs twice (line \(context.mark.line))"
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(problem) (line \(mark.line))"
        default: "it cannot be parsed"
        }
    }
}

extension Problem.Fault {
    /// With the line of what it points at, or of what encloses that.
    fileprivate func located(in root: Node) -> Self {
        var node = root
        var line = root.mark?.line
        let pointer = pointer.hasPrefix("/state/") ? String(pointer.dropFirst("/state".count)) : pointer
        for name in pointer.split(separator: "/").map(String.init) {
            let next =
                switch node {
                case .mapping(let fields): fields[Node(name)]
                case .sequence(let items): Int(name).flatMap { items.indices.contains($0) ? items[$0] : nil }
                default: Node?.none
                }
            guard let next else { break }
            node = next
            line = node.mark?.line ?? line
        }
        return Self(
            pointer: pointer,
            code: code,
            detail: detail,
            path: path,
            line: line,
            fix: fix,
            wording: wording
        )
    }
}
