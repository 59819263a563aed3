import App
import AsyncHTTPClient
import Bundles
import Contract
import Domain
import Foundation
import Store
import StoreSQLite
import Synchronization

/// Runs the program with its real objects, in this process.
func program(_ arguments: String...) async -> ProgramRun {
    let printed = Mutex(("", ""))
    let context = CommandContext(
        root: LiveRoot(RemoteAccess(httpClient: .shared)),
        console: Console(
            screen: nil,
            answer: { text in printed.withLock { $0.0 += text } },
            message: { text in printed.withLock { $0.1 += text } }
        ),
        environment: [:],
        workingFolder: "/nowhere",
        now: { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
    )
    let status = await CommandLineTool.run(arguments, in: context)
    let (output, messages) = printed.withLock { $0 }
    return ProgramRun(status: CommandStatus(rawValue: status), output: output, messages: messages)
}

/// Runs `body` with an empty folder, and removes it afterwards.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "skillyard-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path)
}

/// The names of what lies in a folder, sorted.
func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

/// Makes a database with one skill in it.
func fill(_ path: String) async throws {
    let database = try SQLiteDatabase(path: path)
    try await Migrator().run(on: database)
    let file = BundleFile(path: "SKILL.md", isExecutable: false, content: Array("sample".utf8))
    let archive = try BundlePacking.zip([file])
    try await database.write { connection in
        let skill = NewSkillVersion(
            name: "demo",
            description: "A sample.",
            digest: BundleDigest.digest(of: [file]),
            archive: archive,
            files: [],
            size: 0,
            body: "",
            owner: "ann",
            createdBy: "ann"
        )
        _ = try SkillTable(connection).register(skill, at: Timestamp(microseconds: 1))
    }
    try await database.close()
}

extension CrashArena {
    /// Runs a command on this server's data folder.
    ///
    /// - Returns: Its exit status.
    func command(_ arguments: String...) throws -> Int32 {
        let program = ChildProgram(
            arguments + ["--data", folder.appending(path: "data").path],
            log: folder.appending(path: "commands.log")
        )
        try program.start()
        return program.wait()
    }

    /// Puts a backup in the place of the database of the stopped server, as docs/operations.md says.
    func restore(_ backup: URL) throws {
        let database = folder.appending(path: "data/skillyard.db")
        for suffix in ["", "-wal", "-shm"] {
            let file = database.path + suffix
            if FileManager.default.fileExists(atPath: file) {
                try FileManager.default.removeItem(atPath: file)
            }
        }
        try FileManager.default.copyItem(at: backup, to: database)
    }
}
