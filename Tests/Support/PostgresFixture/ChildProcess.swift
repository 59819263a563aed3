import Foundation

/// A process that inherits nothing but its standard streams.
///
/// Foundation's `Process` takes a child for alive as long as anybody has what it inherited, and so waits for ever for
/// a program that leaves a server behind.
struct ChildProcess: Sendable {
    private let identifier: pid_t

    /// Starts a program that is looked up in `PATH`.
    ///
    /// - Parameters:
    ///   - words: The program and its arguments.
    ///   - input: What its standard input is; nothing, when left out.
    ///   - output: The file that gets what it says; nobody, when left out.
    /// - Throws: ``FixtureError``
    init(_ words: [String], input: Int32? = nil, output: String = "/dev/null") throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        for descriptor in 3..<Int32(1024) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // The user it goes on as may not be allowed to look into the present folder.
        let arguments = (["env", "-C", "/"] + words).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var identifier: pid_t = 0
        let failure = posix_spawnp(&identifier, "env", &actions, nil, arguments, environ)
        guard failure == 0 else {
            throw FixtureError(
                description: "\(words[0]) cannot be started: \(String(cString: strerror(failure)))"
            )
        }
        self.identifier = identifier
    }

    /// Waits until it has ended.
    ///
    /// - Returns: Whether it succeeded.
    @discardableResult
    func wait() -> Bool {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 { if errno != EINTR { return false } }
        return status == 0
    }
}
