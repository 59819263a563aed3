import Contract
import HTTPTypes
import Synchronization

/// The in-house registry behind the `http` provider kind.
///
/// It is a peer in benchmarks, so a request costs next to nothing: bodies are not read, and of a skill only
/// its id, name, version and digest are kept.
final class RegistrySimulator: VendorSimulator {
    struct Entry: Codable, Sendable {
        let id: String
        let name: String
        let version: String
        let digest: String
        var isLive = true
    }

    let vendor = SimulatedVendor.http
    let readsBodies = false
    /// By idempotency key, or by id where none came; entries stay after their removal, so that their key
    /// keeps getting the same answer.
    private let entries: Shelf<Entry>
    private let keys: Mutex<[String: String]>

    init(entries: Shelf<Entry>) {
        self.entries = entries
        let known = entries.read { records in
            records.keys.map { key in (records[key]?.id ?? key, key) }
        }
        keys = Mutex(Dictionary(known) { first, _ in first })
    }

    func route(of path: [String]) -> String {
        path.count == 2 && path[0] == "skills" ? "/skills/{id}" : "/" + path.joined(separator: "/")
    }

    func answer(_ call: Call, operation: OperationScript?) throws(Refusal) -> Reply {
        // Unlike the vendors, it may be used without a credential.
        if call.credential != .missing { try call.credential.check() }
        switch (call.method, call.path.count, call.path.first) {
        case ("POST", 1, "skills"): return try create(call)
        case ("GET", 1, "skills"): return list()
        case ("GET", 2, "skills"): return Self.reply(to: try entry(call.path[1]), status: 200)
        case ("DELETE", 2, "skills"): return try delete(call.path[1])
        default: throw Refusal(404, "Not found.")
        }
    }

    func reply(to refusal: Refusal) -> Reply {
        var headers: HTTPFields = [:]
        headers.set("retry-after", refusal.retryAfterSeconds.map { String($0) })
        headers.set("retry-after-ms", refusal.retryAfterMilliseconds.map { String($0) })
        let code = refusal.code ?? (refusal.isQuota ? "quota_exceeded" : "http_\(refusal.status)")
        return .json(
            ["error": ["code": .string(code), "message": .string(refusal.message)]],
            status: refusal.status,
            headers: headers
        )
    }

    func held() -> [HeldSkill] {
        entries.read { $0.all.filter(\.isLive) }.map { entry in
            HeldSkill(
                id: entry.id,
                name: entry.name,
                defaultVersion: entry.version,
                latestVersion: entry.version,
                state: nil,
                versions: [HeldVersion(id: entry.version, digest: entry.digest, files: [])]
            )
        }
    }

    func reset() throws(Refusal) {
        try entries.clear()
        keys.withLock { $0 = [:] }
    }

    private func create(_ call: Call) throws(Refusal) -> Reply {
        guard let digest = call.headers.value("digest-sha256"), let name = call.headers.value("skill-name")
        else {
            throw Refusal(400, "Digest-SHA256 and Skill-Name are required.", code: "missing_header")
        }
        let id = "reg_" + String(UInt64.random(in: .min ... .max), radix: 36)
        let key = call.headers.value("idempotency-key") ?? id
        let version = call.headers.value("skill-version") ?? "1"
        let (entry, isNew) = try entries.change { (records) throws(Refusal) -> (Entry, Bool) in
            if let known = records[key] { return (known, false) }
            let entry = Entry(id: id, name: PercentEncoding.decode(name), version: version, digest: digest)
            records[key] = entry
            return (entry, true)
        }
        if isNew { keys.withLock { $0[id] = key } }
        return Self.reply(to: entry, status: isNew ? 201 : 200)
    }

    /// The newest hundred.
    private func list() -> Reply {
        let page = entries.read { $0.page(after: nil, limit: 100, newestFirst: true, where: \.isLive) }
        let skills = page.records.map { entry -> JSONValue in
            ["id": .string(entry.id), "name": .string(entry.name), "version": .string(entry.version)]
        }
        return .json(["skills": .array(skills)])
    }

    private func entry(_ id: String) throws(Refusal) -> Entry {
        guard let key = keys.withLock({ $0[id] }), let entry = entries.read({ $0[key] }), entry.isLive else {
            throw Refusal(404, "No such skill.", code: "not_found")
        }
        return entry
    }

    private func delete(_ id: String) throws(Refusal) -> Reply {
        guard let key = keys.withLock({ $0[id] }) else {
            throw Refusal(404, "No such skill.", code: "not_found")
        }
        try entries.change { (records) throws(Refusal) in
            guard var entry = records[key], entry.isLive else {
                throw Refusal(404, "No such skill.", code: "not_found")
            }
            entry.isLive = false
            records[key] = entry
        }
        return Reply(status: 204)
    }

    private static func reply(to entry: Entry, status: Int) -> Reply {
        .json(["id": .string(entry.id), "version": .string(entry.version)], status: status)
    }
}
