import App
import Contract
import Fixtures
import Foundation
import StateFiles
import Testing

@Suite struct CLIDesiredStateTests {
    private static let text = "skills:\n  - name: release-notes\n    providers: [openai]\n"

    private static func inFolderWithState(_ body: (URL, String) async throws -> Void) async throws {
        try await inFolder { folder in
            let file = folder.appending(path: "skills.yaml")
            try text.write(to: file, atomically: true, encoding: .utf8)
            try await body(folder, file.path)
        }
    }

    @Test func withoutYesItOnlyShowsHow() async throws {
        try await Self.inFolderWithState { folder, file in
            let plane = FakePlane()
            let shown = await skillyard("apply", file, plane: plane)
            #expect(shown.status == .ok)
            for text in ["release-notes", "install", "remove"] {
                #expect(shown.output.contains(text), "\(text)")
            }
            #expect(plane.asked.requests.isEmpty)
            #expect(plane.asked.desired.first?.lock == nil)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left == ["skills.yaml"])
        }
    }

    @Test func withYesItStartsTheRunsAndKeepsTheLock() async throws {
        try await Self.inFolderWithState { folder, file in
            let plane = FakePlane(.init(runs: [Samples.run(.queued)]))
            let applied = await skillyard("apply", file, "--yes", "--reason", "Release 12", plane: plane)
            #expect(applied.status == .ok, "\(applied)")
            #expect(plane.asked.requests.map(\.kind) == [.install, .uninstall])
            #expect(plane.asked.requests.map(\.reason) == ["Release 12", "Release 12"])
            #expect(plane.asked.requests.allSatisfy { $0.planHash != nil })
            let lock = folder.appending(path: "skills.lock.yaml")
            let kept = try StateFile.read(
                DesiredStateLock.self,
                from: String(contentsOf: lock, encoding: .utf8)
            )
            let plan: DesiredStatePlan = try Fixtures.value("planDesiredState")
            #expect(kept == plan.lock)

            _ = await skillyard("apply", file, "--locked", plane: plane)
            #expect(plane.asked.desired.last?.lock == plan.lock)
            _ = await skillyard("apply", file, "--update", plane: plane)
            #expect(plane.asked.desired.last?.lock == nil)
        }
    }

    @Test func aLockThatDoesNotFitRefuses() async throws {
        try await Self.inFolderWithState { folder, file in
            let refused = await skillyard("apply", file, "--locked", "--yes", plane: FakePlane())
            #expect(refused.status == .failed)
            let lock = folder.appending(path: "other.yaml")
            try "skills: []\n".write(to: lock, atomically: true, encoding: .utf8)
            let plane = FakePlane()
            let other = await skillyard(
                "apply",
                file,
                "--locked",
                "--yes",
                "--lock",
                lock.path,
                plane: plane
            )
            #expect(other.status == .failed)
            #expect(plane.asked.requests.isEmpty)
        }
    }

    @Test func aFileWithFaultsChangesNothing() async throws {
        try await inFolder { folder in
            let file = folder.appending(path: "skills.yaml")
            try "skills:\n  - name: A B\n    providers: all\n".write(
                to: file,
                atomically: true,
                encoding: .utf8
            )
            let plane = FakePlane()
            let refused = await skillyard("apply", file.path, "--yes", plane: plane)
            #expect(refused.status == .usage)
            #expect(refused.messages.contains("/skills/0/name"))
            #expect(plane.asked.desired.isEmpty)
            #expect(
                await skillyard("apply", folder.appending(path: "no.yaml").path, plane: plane).status
                    == .usage
            )
            #expect(await skillyard("apply", file.path, "--wait", plane: plane).status == .usage)
            #expect(
                await skillyard("apply", file.path, "--locked", "--update", plane: plane).status == .usage
            )
        }
    }

    @Test func whatStandsIsWrittenAsAState() async throws {
        try await inFolder { folder in
            let file = folder.appending(path: "now.yaml")
            let plane = FakePlane()
            #expect(await skillyard("export", "--output", file.path, plane: plane).status == .ok)
            let state: DesiredState = try Fixtures.value("getDesiredState")
            let written = try StateFile.read(
                DesiredState.self,
                from: String(contentsOf: file, encoding: .utf8)
            )
            #expect(written == state)
            let shown = await skillyard("export", plane: plane)
            #expect(try StateFile.read(DesiredState.self, from: shown.output) == state)
            let json = await skillyard("export", "--json", plane: plane)
            #expect(try JSON.decode(DesiredState.self, from: json.output.utf8) == state)
        }
    }
}
