import Contract
import Crypto

/// What was noticed in one file.
struct FileNotes: Sendable {
    /// A call to somewhere else.
    struct NetworkUse: Sendable {
        let line: Int
        /// Nil where the address is put together.
        let host: String?
        /// Whether it carries something away.
        let isSending: Bool
    }

    /// At most so many findings of one rule in a file.
    private static let mostOfOneRule = 20

    let path: String
    private(set) var findings: [ScanFinding] = []
    private(set) var omitted = 0
    private var seen: [ScanRule: Set<Int>] = [:]
    /// The first line that names a place where credentials lie.
    private(set) var credential: (line: Int, place: String)?
    private(set) var networkUses: [NetworkUse] = []

    init(path: String) {
        self.path = path
    }

    /// - Parameters:
    ///   - rule: What was found.
    ///   - level: How grave it is here.
    ///   - line: Where; nil for the file as a whole.
    ///   - variant: Which of the rule's sentences it is, where it has several.
    ///   - message: What was found, without any secret in it.
    mutating func add(
        _ rule: ScanRule,
        _ level: ScanFinding.Level,
        line: Int? = nil,
        as variant: String? = nil,
        _ message: Phrase
    ) {
        guard seen[rule, default: []].insert(line ?? 0).inserted else { return }
        guard seen[rule, default: []].count <= Self.mostOfOneRule else {
            omitted += 1
            return
        }
        let place = "\(rule.rawValue)\0\(path)\0\(line ?? 0)"
        let id = hexadecimal(SHA256.hash(data: Array(place.utf8)).prefix(8))
        findings.append(
            ScanFinding(
                id: id,
                rule: rule.rawValue,
                as: variant,
                level: level,
                path: path,
                line: line,
                message,
                fix: rule.fix
            )
        )
    }

    mutating func note(credentialAt line: Int, _ place: String) {
        if credential == nil { credential = (line, place) }
    }

    mutating func note(_ use: NetworkUse) {
        if networkUses.count < 50 { networkUses.append(use) }
    }
}
