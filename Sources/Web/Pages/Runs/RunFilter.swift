import Contract
import Requests

/// What the list of runs is narrowed to; all of it stands in the address.
///
/// Parameters: `status`, `kind`, `provider`, `skill`, `who`, `source`, `parent`, `approval`, `from`,
/// `to`. Times are UTC, as
/// `2026-11-22T10:00` or in RFC 3339.
struct RunFilter: Sendable {
    var query: RunQuery
    /// The parameters that say nothing usable, with what was given.
    private(set) var faults: [String: String] = [:]
    private let texts: [String: String]

    static let pageSize = 50

    init(_ fields: FormFields, limit: Int = pageSize) {
        let names = [
            "status", "kind", "provider", "skill", "who", "source", "parent", "approval", "from", "to",
        ]
        texts = Dictionary(uniqueKeysWithValues: names.compactMap { name in fields[name].map { (name, $0) } })
        query = RunQuery(
            status: fields.choice("status"),
            provider: fields["provider"].map { ProviderID(rawValue: $0) },
            skill: fields["skill"],
            kind: fields.choice("kind"),
            requestedBy: fields["who"],
            source: fields.choice("source"),
            parent: fields["parent"].flatMap { Grammar.isUUID($0) ? RunID(rawValue: $0) : nil },
            approval: fields.choice("approval"),
            createdAfter: fields["from"].flatMap(Self.time),
            createdBefore: fields["to"].flatMap(Self.time),
            page: PageRequest(limit: limit, cursor: fields["cursor"])
        )
        let read: [(String, Bool)] = [
            ("status", query.status != nil), ("kind", query.kind != nil), ("source", query.source != nil),
            ("parent", query.parent != nil), ("approval", query.approval != nil),
            ("from", query.createdAfter != nil),
            ("to", query.createdBefore != nil),
            ("provider", query.provider?.isWellFormed ?? false),
            ("skill", query.skill.map(Grammar.isSkillName) ?? false),
            ("who", query.requestedBy.map { Grammar.isPlain($0) } ?? false),
        ]
        for (name, isUsable) in read where !isUsable { faults[name] = texts[name] }
    }

    func text(_ name: String) -> String? { texts[name] }

    /// Without the page: a link to a page of a list that has changed would lead astray.
    var address: Address {
        var address = Address("/runs")
        for name in texts.keys.sorted() where faults[name] == nil {
            address = address.with(name, texts[name])
        }
        return address
    }

    var isNarrowed: Bool { address != Address("/runs") }

    /// What a time field holds: its form in HTML has no zone, and often no seconds.
    private static func time(_ text: String) -> Timestamp? {
        Timestamp(text) ?? Timestamp(text + "Z") ?? Timestamp(text + ":00Z")
    }
}
