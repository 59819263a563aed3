import Contract
import Requests

/// How much what stands in a page's address may be: what the API takes for the same.
///
/// Parameters that no page reads are not looked at, as links may bring marks of others.
enum AddressBounds {
    /// In Unicode scalars.
    static let longest: [String: Int] = [
        "q": 200, "tag": 64, "owner": 200, "who": 200, "actor": 200, "action": 100, "subject": 200,
        "cursor": 512, "mx": 512, "path": 1024, "reason": 1000, "provider": 64, "about": 64, "thread": 64,
        "rule": 64, "kind": 64, "signature": 100, "seen": 64, "saved": 64,
        // Also what an identity provider sends a browser back with.
        "state": 512, "code": 4096,
        "start_at": 40, "first_on": 64, "first": 16, "soak": 16, "stop_at": 16,
        // `name@version`, and `skill/provider`.
        "skill": 72, "cell": 129,
    ]
    /// Of those that may be given more than once.
    static let most: [String: Int] = [
        "run": PageRequest.maximumLimit, "skill": RunRequest.maximumTargets,
        "provider": RunRequest.maximumTargets,
    ]

    /// - Throws: ``Problem`` with `validation_failed` that names every fault as `?name`.
    static func check(_ query: FormFields) throws(Problem) {
        var faults = FaultList()
        var counts: [String: Int] = [:]
        for (name, value) in query.pairs {
            counts[name, default: 0] += 1
            guard let maximum = longest[name] else { continue }
            if value.unicodeScalars.count > maximum {
                faults.add("?\(name)", .length, "At most \(maximum) characters are allowed.")
            } else if !Grammar.isPlain(value, multiline: name == "reason") {
                faults.add("?\(name)", .format, "Control characters are not allowed.")
            }
        }
        for (name, maximum) in most.sorted(by: { $0.key < $1.key }) where counts[name, default: 0] > maximum {
            faults.add("?\(name)", .range, "At most \(maximum) are allowed.")
        }
        try faults.check()
    }
}
