/// Records by key, in the order in which they came.
///
/// A key keeps its place for good, so a page can go on after a record that has been removed meanwhile.
struct OrderedRecords<Record: Sendable>: Sendable {
    private var records: [String: Record] = [:]
    /// Also those of removed records.
    private(set) var keys: [String] = []
    private var places: [String: Int] = [:]
    /// Keys changed since the last ``takeTouched()``.
    private var touched: [String] = []

    subscript(key: String) -> Record? {
        get { records[key] }
        set {
            if newValue != nil, places[key] == nil {
                places[key] = keys.count
                keys.append(key)
            }
            records[key] = newValue
            touched.append(key)
        }
    }

    var all: [Record] { keys.compactMap { records[$0] } }

    func hasSeen(_ key: String) -> Bool { places[key] != nil }

    /// At most `limit` records after the one with key `after`, and whether more follow.
    func page(
        after: String?,
        limit: Int,
        newestFirst: Bool,
        where isIncluded: (Record) -> Bool = { _ in true }
    ) -> (records: [Record], hasMore: Bool) {
        let step = newestFirst ? -1 : 1
        var place = after.flatMap { places[$0] }.map { $0 + step } ?? (newestFirst ? keys.count - 1 : 0)
        var found: [Record] = []
        while keys.indices.contains(place) {
            if let record = records[keys[place]], isIncluded(record) {
                if found.count == limit { return (found, true) }
                found.append(record)
            }
            place += step
        }
        return (found, false)
    }

    mutating func takeTouched() -> [String] {
        defer { touched.removeAll(keepingCapacity: true) }
        return touched
    }
}
