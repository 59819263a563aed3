import Contract
import FoundationEssentials
import Glibc
import Store
import StoreSQLite

/// What a backup holds: found by looking into the finished copy.
package struct BackupReport: Codable, Equatable, Sendable {
    package let file: String
    package let bytes: Int64
    package let skills: Int64
    package let runs: Int64
    package let auditEntries: Int64

    enum CodingKeys: String, CodingKey {
        case file
        case bytes
        case skills
        case runs
        case auditEntries = "audit_entries"
    }
}

/// Makes a copy of a SQLite database while servers go on; it gets its name only when it is known to be whole.
struct Backup {
    /// The database file.
    let source: String
    /// The copy to be.
    let file: String
    /// Whether a file of that name may be replaced.
    let replaces: Bool

    private var draft: String {
        let url = URL(filePath: file)
        let folder = url.deletingLastPathComponent().path
        return "\(folder == "/" ? "" : folder)/.\(url.lastPathComponent).\(getpid()).partial"
    }

    /// - Throws: ``CommandRefusal``; no file of that name was made or changed then.
    func run() async throws -> BackupReport {
        guard FileManager.default.fileExists(atPath: source) else { throw CommandRefusal.noDatabase(source) }
        guard replaces || !FileManager.default.fileExists(atPath: file) else {
            throw CommandRefusal("\(file) is there already.", next: "Name another file, or add --force.")
        }
        defer { for suffix in ["", "-wal", "-shm", "-journal"] { _ = unsafe unlink(draft + suffix) } }
        do {
            try await copy()
            let report = try await verified()
            try publish()
            return report
        } catch let error as StoreError {
            throw CommandRefusal(error, about: "The backup was not made")
        }
    }

    private func copy() async throws {
        try makeDraft()
        let database = try SQLiteDatabase(path: source)
        do { try await database.backup(to: draft) } catch {
            // What stopped the copy says more than what a close may add.
            try? await database.close()
            throw error
        }
        try await database.close()
    }

    /// An empty file for its owner alone, which the copy then grows in.
    private func makeDraft() throws {
        let made = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard made >= 0 else {
            throw CommandRefusal(
                "\(file) cannot be written: \(SystemError(number: errno, path: draft).reason).",
                next: "Name a file in a folder that exists and that you may write to.",
                status: .failure
            )
        }
        close(made)
    }

    private func verified() async throws -> BackupReport {
        let copy = try SQLiteDatabase(path: draft)
        let faults = try await copy.integrityCheck()
        let audit = try await copy.verifyAudit()
        let (skills, runs) = try await copy.read { connection in
            let counts = try connection.run(
                "SELECT (SELECT count(*) FROM skills) AS skills, (SELECT count(*) FROM install_runs) AS runs"
            ).first
            return (try counts?.integer("skills") ?? 0, try counts?.integer("runs") ?? 0)
        }
        // Brings everything into the one file.
        try await copy.close()
        if let fault = faults.first ?? audit.breaks.first {
            throw CommandRefusal(
                "The copy is not whole, and so is the database it was taken from: \(fault).",
                next: "Keep the last good backup; `skillyard audit verify` looks at the running database."
            )
        }
        return BackupReport(
            file: file,
            bytes: try size(of: draft),
            skills: skills,
            runs: runs,
            auditEntries: audit.entries
        )
    }

    /// Makes the copy durable and gives it its name: in a power cut there is the whole file or none.
    private func publish() throws {
        try flush(draft)
        guard unsafe rename(draft, file) == 0 else { throw SystemError(number: errno, path: file) }
        try flush(URL(filePath: file).deletingLastPathComponent().path)
    }

    private func size(of path: String) throws -> Int64 {
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw SystemError(number: errno, path: path) }
        defer { close(opened) }
        let end = lseek(opened, 0, SEEK_END)
        guard end >= 0 else { throw SystemError(number: errno, path: path) }
        return Int64(end)
    }

    private func flush(_ path: String) throws {
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw SystemError(number: errno, path: path) }
        defer { close(opened) }
        guard fsync(opened) == 0 else { throw SystemError(number: errno, path: path) }
    }
}
