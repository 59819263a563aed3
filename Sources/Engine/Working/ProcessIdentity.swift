import FoundationEssentials
import Glibc

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
        let boot = Self.contents("/proc/sys/kernel/random/boot_id") ?? ""
        let namespace =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
        place = "\(boot)/\(namespace)"
        let fields = Self.contents("/proc/\(process)/stat").flatMap { Self.fields(in: $0) }
        text = "\(place)/\(fields?.number ?? "0")/\(fields?.started ?? "0")"
    }

    /// Whether the process of that identity is known to have ended; false when it cannot be told from here.
    package func knowsDead(_ identity: String) -> Bool {
        let parts = identity.split(separator: "/")
        guard identity.hasPrefix(place + "/"), parts.count >= 2 else { return false }
        guard let number = pid_t(parts[parts.count - 2]) else { return false }
        guard let line = Self.contents("/proc/\(number)/stat") else {
            // It may be hidden from this user, or this process have too many files open to read one more.
            return kill(number, 0) != 0 && errno == ESRCH
        }
        return Self.fields(in: line)?.started != String(parts[parts.count - 1])
    }

    /// Nil for a process that has ended and that nobody has asked about yet.
    private static func fields(in line: String) -> (number: String, started: String)? {
        // The name may hold spaces and brackets: count fields after its closing one.
        guard let number = line.split(separator: " ").first, let close = line.lastIndex(of: ")") else {
            return nil
        }
        let rest = line[line.index(after: close)...].split(separator: " ")
        guard rest.count > 19, rest[0] != "Z" else { return nil }
        return (String(number), String(rest[19]))
    }

    private static func contents(_ path: String) -> String? {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
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
