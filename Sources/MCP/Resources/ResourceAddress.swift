import Contract
import Requests

/// What a URI of this server names.
enum ResourceAddress: Equatable {
    case skill(String)
    case version(Int, of: String)
    case file(String, ofVersion: Int, of: String)
    case run(RunID)
    /// A file of the skill as agents are to use it now.
    case published(file: String, of: String)

    static let manifest = "SKILL.md"

    /// The forms of ``uri``, as URI templates (RFC 6570).
    static let templates = (
        skill: "skillyard://skills/{name}",
        version: "skillyard://skills/{name}/versions/{number}",
        file: "skillyard://skills/{name}/versions/{number}/files/{+path}",
        run: "skillyard://runs/{id}",
        published: "skill://{name}/{+path}"
    )

    var uri: String {
        switch self {
        case .skill(let name): "skillyard://skills/\(name)"
        case .version(let number, let name): "skillyard://skills/\(name)/versions/\(number)"
        case .file(let path, let number, let name):
            "skillyard://skills/\(name)/versions/\(number)/files/\(Self.encoded(path))"
        case .run(let id): "skillyard://runs/\(id)"
        case .published(let path, let name): "skill://\(name)/\(Self.encoded(path))"
        }
    }

    /// Nil for a URI that nothing can have.
    init?(_ uri: String) {
        if uri.hasPrefix("skill://") {
            let parts = uri.dropFirst(8).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = Self.skillName(parts[0]), let path = Self.path(parts[1]) else {
                return nil
            }
            self = .published(file: path, of: name)
            return
        }
        guard uri.hasPrefix("skillyard://") else { return nil }
        let parts = uri.dropFirst(12).split(separator: "/", maxSplits: 5, omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("runs", 2) where Grammar.isUUID(String(parts[1])):
            self = .run(RunID(rawValue: String(parts[1])))
        case ("skills", 2...):
            guard let name = Self.skillName(parts[1]), let address = Self(name, parts.dropFirst(2)) else {
                return nil
            }
            self = address
        default: return nil
        }
    }

    private init?(_ name: String, _ rest: ArraySlice<Substring>) {
        let parts = Array(rest)
        guard !parts.isEmpty else {
            self = .skill(name)
            return
        }
        guard parts.count >= 2, parts[0] == "versions", let number = Grammar.versionNumber(String(parts[1]))
        else {
            return nil
        }
        switch parts.count {
        case 2: self = .version(number, of: name)
        case 4:
            guard parts[2] == "files", let path = Self.path(parts[3]) else { return nil }
            self = .file(path, ofVersion: number, of: name)
        default: return nil
        }
    }

    private static func skillName(_ text: Substring) -> String? {
        Grammar.isSkillName(String(text)) ? String(text) : nil
    }

    private static func path(_ text: Substring) -> String? {
        guard let path = PercentEncoding.decode(text, plusIsSpace: false),
            (1...1024).contains(path.utf8.count)
        else { return nil }
        return Grammar.isPlain(path) ? path : nil
    }

    private static func encoded(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { percentEncoded(String($0)) }
            .joined(separator: "/")
    }
}
