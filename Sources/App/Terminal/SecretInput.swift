import Glibc

/// Takes a secret from whoever started the program, without showing it.
package enum SecretInput {
    /// Reads one line of standard input; in a terminal it is asked for, and not shown while it is typed.
    ///
    /// - Parameter question: What a person is asked.
    /// - Returns: The line; nil when there is none.
    package static func read(_ question: String) -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() }
        Console.standard(environment: [:]).ask(question + ": ")
        var shown = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &shown) == 0 else { return readLine() }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            Console.standard(environment: [:]).note("")
        }
        return readLine()
    }
}
