import Contract
import Glibc

/// Where a command's answer and its messages go.
///
/// The answer goes to standard output and nothing else does, so that it can be piped; whatever explains it
/// goes to standard error.
package struct Console: Sendable {
    package struct Screen: Equatable, Sendable {
        package let width: Int
        package let height: Int

        package init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// The terminal that standard output is; nil for a pipe or file.
    package let screen: Screen?
    package let style: Style
    private let answer: @Sendable (String) -> Void
    private let message: @Sendable (String) -> Void

    package init(
        screen: Screen?,
        style: Style = .plain,
        answer: @escaping @Sendable (String) -> Void,
        message: @escaping @Sendable (String) -> Void
    ) {
        self.screen = screen
        self.style = style
        self.answer = answer
        self.message = message
    }

    package func print(_ line: String) { answer(line + "\n") }

    package func print(_ lines: [String]) {
        for line in lines { print(line) }
    }

    package func print(_ table: Table) { print(table.lines(width: screen?.width)) }

    /// Prints exactly the contract's JSON, as one line.
    package func print(json value: some Encodable) throws { print(try JSON.text(value)) }

    /// Says something about the answer that is not part of it.
    package func note(_ line: String) { message(line + "\n") }

    /// The same without ending the line: the answer is typed behind it.
    func ask(_ question: String) { message(question) }

    /// Writes without ending the line: for what is repainted.
    func write(_ text: String) { answer(text) }
}

extension Console {
    /// The process's own output.
    package static func standard(environment: [String: String]) -> Console {
        let screen = screen(of: STDOUT_FILENO, environment: environment)
        let isPlain = screen == nil || environment["NO_COLOR"].map { !$0.isEmpty } == true
        return Console(
            screen: screen,
            style: isPlain ? .plain : .colored,
            answer: { write($0, to: STDOUT_FILENO) },
            message: { write($0, to: STDERR_FILENO) }
        )
    }

    private static func screen(of file: Int32, environment: [String: String]) -> Screen? {
        guard isatty(file) == 1, environment["TERM"] != "dumb" else { return nil }
        var size = winsize()
        guard unsafe ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return Screen(width: 80, height: 24)
        }
        return Screen(width: Int(size.ws_col), height: Int(size.ws_row))
    }

    /// Writes all of `text`; ends the process when nobody reads it any more, as `skillyard watch | head` needs.
    private static func write(_ text: String, to file: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR && errno != EAGAIN {
                exit(CommandStatus.failure.rawValue)
            }
        }
    }
}
