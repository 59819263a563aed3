import FoundationEssentials

/// Tells this process from every other one, so that a worker known to be dead need not be waited for.
///
/// Made of the machine's boot, the process namespace, the process number and its start time (`proc(5)`): a
/// number that is used again does not match.
package struct ProcessIdentity: Equatable, Sendable {
    package let text: String
    private let place: String

    /// This very process.
    package static let current = ProcessIdentity(of: "self")

    private init(of process: String) {
        let boot = Self.contents("/proc/sys/kernel/random/boot_id")
        let namespace =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
        place = "\(boot)/\(namespace)"
        let fields = Self.fields(of: process)
        text = "\(place)/\(fields?.number ?? "0")/\(fields?.started ?? "0")"
    }

    /// Whether the process of that identity is known to have ended; false when it cannot be told from here.
    package func knowsDead(_ identity: String) -> Bool {
        let parts = identity.split(separator: "/")
        guard identity.hasPrefix(place + "/"), parts.count >= 2 else { return false }
        let number = String(parts[parts.count - 2])
        guard let alive = Self.fields(of: number) else { return true }
        return alive.started != parts[parts.count - 1]
    }

    private static func fields(of process: String) -> (number: String, started: String)? {
        let line = contents("/proc/\(process)/stat")
        // The name may hold spaces and brackets: count fields after its closing one.
        guard let number = line.split(separator: " ").first, let close = line.lastIndex(of: ")") else {
            return nil
        }
        let rest = line[line.index(after: close)...].split(separator: " ")
        guard rest.count > 19, rest[0] != "Z" else { return nil }
        return (String(number), String(rest[19]))
    }

    private static func contents(_ path: String) -> String {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return "" }
        return String(decoding: data, as: UTF8.self).trimmingSuffix(while: \.isNewline)
    }
}

extension String {
    fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, condition(last) { text.removeLast() }
        return String(text)
    }
}
