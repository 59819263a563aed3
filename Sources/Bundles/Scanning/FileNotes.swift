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

    /// A line that names a place where credentials lie.
    struct Credential: Sendable {
        let line: Int
        let place: String
    }

    private struct Place: Hashable {
        let rule: ScanRule
        let line: Int
    }

    /// How many findings of a rule a file lists; blocks are counted by themselves.
    private static let mostOfOneRule = 20
    private static let mostBlocksOfOneRule = 100

    let path: String
    private let declaration: NetworkDeclaration
    private(set) var findings: [ScanFinding] = []
    /// Findings that are counted and not listed.
    private(set) var omitted = 0
    /// Those of them that block.
    private(set) var omittedBlocks = 0
    /// The gravest level of each place so far, and where it is listed.
    private var places: [Place: (level: ScanFinding.Level, index: Int?)] = [:]
    private var counts: [ScanRule: (blocks: Int, others: Int)] = [:]

    private(set) var credential: Credential?
    private var latestCredential: Credential?
    /// The first call that carries something away.
    private(set) var sending: NetworkUse?
    /// The first call on a line that reads credentials.
    private(set) var leak: (credential: Credential, use: NetworkUse)?
    /// The first calls that the skill does not mention: to a host that is named, and to any.
    private(set) var undeclaredHost: NetworkUse?
    private(set) var undeclared: NetworkUse?

    /// Bytes that rules looked at beyond the passages they were shown.
    private var work = 0

    init(path: String, _ declaration: NetworkDeclaration) {
        self.path = path
        self.declaration = declaration
    }

    /// A second finding of a rule on a line counts only if it is graver.
    ///
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
        let place = Place(rule: rule, line: line ?? 0)
        let before = places[place]
        guard before.map({ $0.level < level }) ?? true else { return }
        let finding = ScanFinding(
            id: id(rule, line),
            rule: rule.rawValue,
            as: variant,
            level: level,
            path: path,
            line: line,
            message,
            fix: rule.fix
        )
        let index = list(finding, rule, insteadOf: before?.index, wasCounted: before != nil)
        places[place] = (level, index)
    }

    /// - Returns: Where it is listed; nil when there is no room for it.
    private mutating func list(
        _ finding: ScanFinding,
        _ rule: ScanRule,
        insteadOf index: Int?,
        wasCounted: Bool
    ) -> Int? {
        let isBlock = finding.level == .block
        if let index {
            findings[index] = finding
            return index
        }
        if wasCounted { omitted -= 1 }
        var count = counts[rule] ?? (0, 0)
        defer { counts[rule] = count }
        if isBlock { count.blocks += 1 } else { count.others += 1 }
        guard isBlock ? count.blocks <= Self.mostBlocksOfOneRule : count.others <= Self.mostOfOneRule else {
            omitted += 1
            omittedBlocks += isBlock ? 1 : 0
            return nil
        }
        findings.append(finding)
        return findings.count - 1
    }

    private func id(_ rule: ScanRule, _ line: Int?) -> String {
        let place = "\(rule.rawValue)\0\(path)\0\(line ?? 0)"
        return hexadecimal(SHA256.hash(data: Array(place.utf8)).prefix(8))
    }

    mutating func note(credentialAt line: Int, _ place: String) {
        let credential = Credential(line: line, place: place)
        if self.credential == nil { self.credential = credential }
        latestCredential = credential
    }

    mutating func note(_ use: NetworkUse) {
        if use.isSending, sending == nil { sending = use }
        if let latestCredential, latestCredential.line == use.line, leak == nil {
            leak = (latestCredential, use)
        }
        guard undeclaredHost == nil, !declaration.covers(use.host) else { return }
        if use.host != nil { undeclaredHost = use }
        if undeclared == nil { undeclared = use }
    }

    /// Counts what a rule looks at beyond its passage, so that no content takes long.
    mutating func spend(_ bytes: Int) { work += bytes }

    /// - Returns: What was counted since it was last asked.
    mutating func takeWork() -> Int {
        defer { work = 0 }
        return work
    }
}
