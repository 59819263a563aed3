import AsyncHTTPClient
import Client
import Contract
import Foundation
import NIOCore
import NIOHTTP1
import PostgresFixture
import Store
import Testing

@testable import App

/// OP-03: names as Prometheus asks for (https://prometheus.io/docs/practices/naming/), and no label per skill.
@Suite struct MetricsPageTests {
    private static let token = "sky_metrics-token-of-a-test"

    @Test(.timeLimit(.minutes(5)))
    func namesAreGoodAndTenThousandSkillsOnAHundredProvidersAddNoSeries() async throws {
        try await inFolder { folder in
            let data = folder.appending(path: "data").path
            let database = try await ProgramDatabase.make(for: data)
            let url = "http://127.0.0.1:\(try freeLoopbackPort())"
            let program = ChildProgram(
                ["serve", "--port", "\(url.split(separator: ":")[2])", "--data", data],
                environment: ["SKILLYARD_BOOTSTRAP_TOKEN": Self.token, "HOME": folder.path]
                    .merging(database.environment) { $1 },
                log: folder.appending(path: "log")
            )
            try program.start()
            defer { program.kill() }
            try await until { await isReady(url) }
            try await addSkills(10_000, to: database)
            try await addFolders(folder.path, at: url)
            try await install("first", at: url)
            for number in [0, 1] { try await use("skill-\(number)", at: url) }
            // The first reading is a request, too.
            _ = try await lines(at: url)
            let before = try await lines(at: url)
            for number in 2..<300 { try await use("skill-\(number * 33)", at: url) }
            try await install("second", at: url)
            let after = try await lines(at: url)
            // Whoever verifies the audit log does so when it is time, whatever a test is at.
            let isSeen = { (name: String) in !name.hasPrefix("skillyard_audit_") }
            #expect(series(after).filter(isSeen) == series(before).filter(isSeen))
            #expect(series(after).contains { $0.hasPrefix("skillyard_") })
            #expect(series(after).count <= 900, "\(series(after).count)")
            lint(after)
            program.kill()
            try await database.remove()
        }
    }

    private func addSkills(_ count: Int, to database: ProgramDatabase) async throws {
        try await database.change(
            """
            WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < \(count))
            INSERT INTO skills (id, name, description, owner, tags, state, latest_version, version_count, created_at,
                updated_at)
            SELECT 'id-' || n, 'skill-' || n, 'Made for a test.', 'ann', '[]', 'active', 1, 1, 1, 1 FROM numbers
            """
        )
    }

    /// A hundred providers, of which one is used.
    private func addFolders(_ path: String, at url: String) async throws {
        for number in 0..<100 {
            let root = path + "/agent-\(number)"
            try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
            let settings = ProviderSettings(
                kind: .folder,
                displayName: "Folder \(number)",
                options: ["client": "generic", "root": root]
            )
            let id = ProviderID(rawValue: number == 0 ? "folder" : "folder-\(number)")
            _ = try await control(at: url).putProvider(id, settings, if: .absent)
        }
    }

    private func install(_ name: String, at url: String) async throws {
        let text = "---\nname: \(name)\ndescription: Made for a test.\n---\nRead this.\n"
        let control = control(at: url)
        _ = try await control.registerSkill(SkillUpload(content: .text(text)))
        let request = RunRequest(skills: [.init(name: name)], providers: [ProviderID(rawValue: "folder")])
        let run = try await control.startRun(request, idempotencyKey: nil, source: .api)
        try await until { try await control.run(run.id).status.isFinal }
    }

    private func control(at url: String) -> HTTPControlPlane {
        HTTPControlPlane(baseURL: url, token: Self.token, httpClient: .shared, source: .api)
    }

    /// Whatever may be asked of one skill, found or not.
    private func use(_ skill: String, at url: String) async throws {
        for path in ["/api/skills/\(skill)", "/api/skills/\(skill)/versions/1", "/api/skills?q=\(skill)"] {
            _ = try await answer(to: path, at: url)
        }
    }

    private func lines(at url: String) async throws -> [String] {
        try await answer(to: "/metrics", at: url).split(separator: "\n").map(String.init)
    }

    private func answer(to path: String, at url: String) async throws -> String {
        var request = HTTPClientRequest(url: url + path)
        request.headers = ["authorization": "Bearer \(Self.token)"]
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        return String(buffer: try await answer.body.collect(upTo: 4 << 20))
    }

    /// Names with their labels, without values.
    private func series(_ lines: [String]) -> Set<String> {
        Set(lines.filter { !$0.hasPrefix("#") }.map { String($0[..<($0.lastIndex(of: " ") ?? $0.endIndex)]) })
    }

    private func lint(_ lines: [String]) {
        var types: [String: String] = [:]
        var described: Set<String> = []
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if line.hasPrefix("# HELP ") { described.insert(words[2]) }
            guard line.hasPrefix("# TYPE ") else { continue }
            #expect(types[words[2]] == nil, "\(words[2]) is declared twice")
            types[words[2]] = words[3]
        }
        for (name, type) in types {
            #expect(name.wholeMatch(of: /skillyard_[a-z][a-z0-9_]*[a-z0-9]/) != nil, "\(name)")
            #expect((type == "counter") == name.hasSuffix("_total"), "\(name) is a \(type)")
            #expect(
                name.firstMatch(of: /_(milliseconds|minutes|hours|kilobytes|megabytes|percent)(_|$)/) == nil
            )
            #expect(described.contains(name), "\(name) has no description")
            #expect(type != "histogram" || name.hasSuffix("_seconds"), "\(name) is measured in seconds")
        }
        for name in series(lines).map({ $0.prefix { $0 != "{" } }) {
            let base = String(name).replacing(/_(bucket|sum|count)$/, with: "")
            #expect(types[String(name)] != nil || types[base] == "histogram", "\(name) has no type")
        }
    }
}
