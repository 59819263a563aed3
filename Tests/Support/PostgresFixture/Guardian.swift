import Foundation

/// A shell that stops the server and removes its folder when this process ends, however it ends.
struct Guardian: Sendable {
    private let shell: ChildProcess
    private let writeEnd: Int32

    init(folder: URL, programs: ServerPrograms) throws {
        let stop = programs.command(
            "pg_ctl",
            ["-D", folder.appending(path: "data").path, "-m", "immediate", "-w", "-t", "20", "stop"]
        )
        // A server that a test has halted hears nothing until it is woken.
        let script = """
            trap '' INT TERM HUP
            cat
            pid=$(head -n 1 "$0/data/postmaster.pid") && kill -CONT "$pid"
            "$@"
            rm -rf "$0"
            """
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw FixtureError(description: "there is no pipe left") }
        // Closed in every other child: a copy would keep the pipe open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        shell = try ChildProcess(["sh", "-c", script, folder.path] + stop, input: ends[0])
        close(ends[0])
        writeEnd = ends[1]
    }

    /// Lets the shell do its work, and waits for it.
    func release() {
        close(writeEnd)
        shell.wait()
    }
}
