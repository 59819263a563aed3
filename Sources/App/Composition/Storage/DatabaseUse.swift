import Contract
import Engine
import Glibc
import Store

/// Whether something is at work on a database.
enum DatabaseUse {
    /// The process that has a SQLite file open, other than this one; nil when none has.
    ///
    /// Every process that uses the file holds a shared lock on one byte of its `-shm` companion, the one after
    /// the locks described in https://sqlite.org/walformat.html. Ask before this process opens the file: closing the
    /// companion here would let go of the locks that SQLite holds for this process.
    static func process(using path: String) -> Int32? {
        let file = unsafe open(path + "-shm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 128
        lock.l_len = 1
        guard unsafe fcntl(file, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return nil }
        return lock.l_pid
    }

    /// Says what shows that servers or workers are at work on it; nil when nothing does.
    ///
    /// Workers of this machine that are known to have ended do not count.
    static func sign(on database: any Database, at now: Timestamp) async throws -> String? {
        let current = ProcessIdentity.current
        let workers = try await database.read { try $0.workersAlive(at: now) { current.knowsDead($0) } }
        var sessions = try await database.read { try $0.otherSessions() }
        // PostgreSQL shows those that have just been ended for a moment longer, and does not say when they are gone.
        for _ in 0..<20 where sessions > 0 {
            try await Task.sleep(for: .milliseconds(100))
            sessions = try await database.read { try $0.otherSessions() }
        }
        if sessions > 0 { return "\(counted(sessions, "other connection")) of this program to it." }
        return workers.first.map { "\(counted(workers.count, "worker")) may be at work on it, \($0) first." }
    }
}
