import App
import Foundation
import Store
import Testing

/// An old program meets the database of a newer one.
@Suite(.serialized) struct NewerSchemaTests {
    /// OP-05: refused with words that say what to do, and nothing is changed.
    @Test(.timeLimit(.minutes(5)), arguments: ["serve", "worker", "migrate"])
    func aDatabaseThatNeedsANewerProgramIsRefused(command: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "skillyard-newer-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = folder.appending(path: "data").path
        let database = try await ProgramDatabase.make(for: data)
        let log = folder.appending(path: "log")
        func run(_ command: String) throws -> Int32 {
            let program = ChildProgram(
                [command, "--data", data],
                environment: database.environment,
                log: log
            )
            try program.start()
            return program.wait()
        }
        #expect(try run("migrate") == 0)
        let next = Migrator.newestVersion + 1
        try await database.change(
            "INSERT INTO schema_versions (version, oldest_program) VALUES (\(next), \(next))"
        )
        #expect(try run(command) == 1)
        let said = try String(contentsOf: log, encoding: .utf8)
        #expect(said.contains("schema \(next), which a newer program made"), "\(said)")
        try await database.remove()
    }
}
