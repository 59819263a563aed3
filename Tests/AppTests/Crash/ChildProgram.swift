import Foundation

/// The built program, run as a process of its own that can be killed.
final class ChildProgram: @unchecked Sendable {  // Process is only touched from the test's one task.
    private let arguments: [String]
    /// What the shell does before it becomes the program; nil for no shell.
    private let preparation: String?
    private let environment: [String: String]
    private let log: URL
    private var process: Process?
    /// Gives the exit status once the program has ended by itself.
    private var endings = AsyncStream<Int32>.makeStream()

    /// - Parameters:
    ///   - arguments: Those of the program.
    ///   - environment: Added to this process's own.
    ///   - descriptors: How many files and sockets it may have open.
    ///   - largestFile: How many bytes a file that it writes may have, until ``growFiles()``.
    ///   - log: Where all it says goes.
    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        descriptors: Int? = nil,
        largestFile: Int? = nil,
        log: URL
    ) {
        self.arguments = arguments
        // A file too large is an error to the program, and not its end. The shell counts in blocks of 512 bytes.
        let preparations = [
            descriptors.map { "ulimit -n \($0)" },
            largestFile.map { "trap '' XFSZ && ulimit -S -f \($0 / 512)" },
        ].compactMap(\.self)
        preparation = preparations.isEmpty ? nil : preparations.joined(separator: " && ")
        self.environment = environment
        self.log = log
    }

    /// The program that this build made, beside the test bundle.
    static var path: URL {
        get throws {
            if let path = ProcessInfo.processInfo.environment["SKILLYARD_BIN"] { return URL(filePath: path) }
            let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            return bundle.appending(path: "skillyard")
        }
    }

    func start() throws {
        let process = Process()
        if let preparation {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments =
                ["-c", "\(preparation) && exec \"$0\" \"$@\"", try Self.path.path] + arguments
        } else {
            process.executableURL = try Self.path
            process.arguments = arguments
        }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        process.standardOutput = output
        process.standardError = output
        endings = AsyncStream.makeStream()
        process.terminationHandler = { [ending = endings.continuation] process in
            ending.yield(process.terminationStatus)
            ending.finish()
        }
        try process.run()
        self.process = process
    }

    /// Lifts the limit on its files while it runs.
    func growFiles() throws {
        guard let number else { return }
        let lifting = try Process.run(
            URL(filePath: "/usr/bin/prlimit"),
            arguments: ["--pid", "\(number)", "--fsize=unlimited:"]
        )
        lifting.waitUntilExit()
        guard lifting.terminationStatus == 0 else { throw CrashArenaError.ended("prlimit failed") }
    }

    /// Kills without warning and waits until the process is gone.
    func kill() {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// Asks to stop and waits for the end.
    ///
    /// - Returns: The exit status.
    @discardableResult
    func stop() -> Int32 {
        process?.terminate()
        return wait()
    }

    /// Waits for the program's own end.
    ///
    /// - Returns: The exit status.
    func wait() -> Int32 {
        guard let process else { return 0 }
        process.waitUntilExit()
        self.process = nil
        return process.terminationStatus
    }

    /// Waits for the program's own end, and kills it when that does not come.
    ///
    /// - Returns: The exit status; nil when it was still running after `limit`.
    func ended(within limit: Duration) async -> Int32? {
        let statuses = endings.stream
        let status = await withTaskGroup(of: Int32?.self) { group in
            group.addTask { await statuses.first { _ in true } }
            group.addTask {
                try? await Task.sleep(for: limit)  // ends early, by cancellation, when the program has ended
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if status == nil { kill() }
        return status
    }

    /// Sends `signal` and does not wait for what comes of it.
    func send(_ signal: Int32) {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, signal)
    }

    /// Everything it has said so far.
    var said: String {
        get throws { try String(contentsOf: log, encoding: .utf8) }
    }

    var isRunning: Bool { process?.isRunning ?? false }

    /// The process's number; nil when there is none.
    var number: Int32? { process?.processIdentifier }

    /// Halts the process where it stands, until ``resume()``.
    func pause() {
        if let number { Foundation.kill(number, SIGSTOP) }
    }

    func resume() {
        if let number { Foundation.kill(number, SIGCONT) }
    }
}
