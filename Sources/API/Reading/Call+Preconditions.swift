import Contract
import HTTPTypes
import Hummingbird
import Requests

extension Call {
    /// What `If-Match` asks for; something that changes what is there takes no other.
    ///
    /// - Throws: ``Problem``: 428 without the field, 422 for one that cannot be read.
    func ifMatch() throws(Problem) -> Precondition {
        guard let precondition = try matching() else {
            throw Problem(
                .preconditionRequired,
                "This changes what somebody else may have changed meanwhile."
            )
        }
        return precondition
    }

    /// What `If-Match` or `If-None-Match: *` asks for, where something may be new.
    ///
    /// - Throws: ``Problem``: 428 with neither, 422 with both or one that cannot be read.
    func ifMatchOrNone() throws(Problem) -> Precondition {
        guard let field = request.headers[.ifNoneMatch] else { return try ifMatch() }
        var faults = FaultList()
        if field != "*" { faults.add("header:If-None-Match", .format, "Only * is taken here.") }
        if request.headers[.ifMatch] != nil {
            faults.add("header:If-Match", .repeated, "Send this or If-None-Match, not both.")
        }
        try faults.check()
        return .absent
    }

    private func matching() throws(Problem) -> Precondition? {
        guard let field = request.headers[.ifMatch] else { return nil }
        if field == "*" { return .present }
        let revisions = EntityTags.strong(in: field)
        var faults = FaultList()
        if revisions == nil {
            faults.add("header:If-Match", .format, "* or tags in quotes with commas between are expected.")
        }
        try faults.check()
        return .oneOf(revisions ?? [])
    }
}

/// A list of entity tags (RFC 9110, section 8.8.3).
private enum EntityTags {
    /// The strong ones, as `If-Match` compares no others; nil when it is no such list.
    static func strong(in field: String) -> Set<Revision>? {
        var revisions: Set<Revision> = []
        var rest = field.drop(while: isSpace)
        while true {
            let isWeak = rest.hasPrefix("W/")
            let tag = rest.dropFirst(isWeak ? 2 : 0)
            guard tag.first == "\"", let end = tag.dropFirst().firstIndex(of: "\"") else { return nil }
            if !isWeak { revisions.insert(Revision(text: String(tag[..<end].dropFirst()))) }
            rest = tag[end...].dropFirst().drop(while: isSpace)
            guard let comma = rest.first else { return revisions }
            guard comma == "," else { return nil }
            rest = rest.dropFirst().drop(while: isSpace)
        }
    }

    private static func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" }
}

extension HTTPFields {
    /// With the tag that `If-Match` takes.
    static func tagged(_ revision: Revision) -> HTTPFields { [.eTag: "\"\(revision.text)\""] }
}
