import Foundation
import Testing

@testable import App

/// The files under `deploy/` name settings and commands; here they are held against the program.
@Suite struct DeploymentTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../deploy").standardizedFileURL

    static let files = [
        "Containerfile", "compose.yaml", "Caddyfile", "systemd/skillyard-api@.service",
        "systemd/skillyard-worker@.service", "systemd/skillyard.env.sample",
    ]

    private func text(_ file: String) throws -> String {
        try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
    }

    @Test(arguments: files) func everySettingNamedIsOneOfTheProgram(_ file: String) throws {
        let known = Set(Setting.all.map(\.variable))
        let named = try text(file).matches(of: /SKILLYARD_[A-Z_]+/).map { String($0.output) }
        for name in named { #expect(known.contains(name), "\(name)") }
        if file != "Caddyfile" { #expect(!named.isEmpty || file == "Containerfile") }
    }

    /// Commands in comments and on the page about operations: a line of their own, or between backticks.
    @Test(arguments: files + ["../docs/operations.md"]) func everyCommandNamedIsOneOfTheProgram(
        _ file: String
    ) async throws {
        let text = try text(file)
        let inline = text.matches(of: /`skillyard ([a-z][^`]*)`/).map { String($0.output.1) }
        let lines = text.matches(of: /(?m)^skillyard ([a-z].*)$/).map { String($0.output.1) }
        try await inFolder { folder in
            let state = folder.appending(path: "skills.yaml")
            try "skills: [{name: unit-table, providers: all}]".write(
                to: state,
                atomically: true,
                encoding: .utf8
            )
            for command in inline + lines {
                let words = command.split(separator: "#")[0].split(separator: " ")
                    .map { $0 == "skills.yaml" ? state.path : String($0) }
                let plane = FakePlane(.init(providers: [Samples.provider("openai")]))
                let run = await skillyard(words, plane: plane)
                #expect(run.status != .usage, "\(command): \(run.messages)")
            }
        }
    }

    @Test func theUnitsStartWhatTheySay() async throws {
        for (unit, expected) in [
            ("api", "api on 127.0.0.1:8081\n"), ("worker", "worker on 127.0.0.1:8080\n"),
        ] {
            let unit = try text("systemd/skillyard-\(unit)@.service")
            let line = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
            let words = line.split(separator: " ").dropFirst().map {
                String($0).replacing("%i", with: "8081")
            }
            #expect(await skillyard(words).output == expected)
        }
    }

    @Test func theContainersStartWhatTheySay() async throws {
        // As Compose does where the variable is not set.
        let settled = try text("compose.yaml").replacing(/\$\{[A-Z_]+:-([^}]+)\}/) { $0.output.1 }
        let commands = try settled.matches(of: /(?m)^  +command: (\[.+\])$/).map { match in
            try JSONDecoder().decode([String].self, from: Data(match.output.1.utf8))
        }
        #expect(commands.count == 2)
        var started: [String] = []
        for command in commands { started.append(await skillyard(command).output) }
        #expect(started == ["api on 0.0.0.0:8080\n", "worker on 127.0.0.1:8080\n"])
    }

    /// Also what stands commented out, for somebody will take the sign away.
    @Test func theSampleOfTheEnvironmentIsAccepted() throws {
        var environment: [String: String] = [:]
        for line in try text("systemd/skillyard.env.sample").split(separator: "\n") {
            guard let match = line.wholeMatch(of: /#?([A-Z_]+)=(.*)/) else { continue }
            environment[String(match.output.1)] = String(match.output.2)
        }
        #expect(environment.count > 10)
        let settings = environment
        let read = try Configuration.read(flags: [:], environment: settings, workingFolder: "/")
        #expect(read.bundleStorage == 10_240 << 20)
        guard case .postgres(let url) = read.database else {
            Issue.record("the sample names no PostgreSQL")
            return
        }
        #expect(url.contains("sslmode=verify-full"))
    }

    /// Work in progress may take as long as the settings say, and no supervisor cuts it off before.
    @Test func supervisorsWaitForWorkInProgress() throws {
        let work = try Configuration.read(flags: [:], environment: [:], workingFolder: "/").shutdownGrace
        let longest = work + Node.rest + SpanExporter.Settings().farewell
        for unit in ["api", "worker"] {
            let match = try text("systemd/skillyard-\(unit)@.service").firstMatch(of: /TimeoutStopSec=(\d+)/)
            let seconds = try #require(match.flatMap { Int($0.output.1) })
            #expect(.seconds(seconds) > longest)
        }
        let match = try text("compose.yaml").firstMatch(of: /stop_grace_period: (\d+)s/)
        #expect(.seconds(try #require(match.flatMap { Int($0.output.1) })) > longest)
    }
}
