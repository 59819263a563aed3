import Contract
import Glibc
package import Lines

/// Lines of text, from a person or from a pipe.
package protocol LineInput: AnyObject {
    /// Whether somebody is there who can be asked.
    var isPerson: Bool { get }
    /// Waits for the next line.
    ///
    /// - Parameters:
    ///   - prompt: What a person sees before it.
    ///   - complete: What can follow the text before the cursor.
    /// - Returns: Nil when there are no more.
    func next(_ prompt: String, completing complete: @escaping LineEditor.Completing) -> String?
    /// Lets a person get the line back with an arrow.
    func remember(_ line: String)
}

extension LineInput {
    /// Whether somebody says yes; nobody there and an end of input are a no.
    func agrees(to question: String) -> Bool {
        guard isPerson, let answer = next(question + " [y/N] ", completing: { _ in ("", []) }) else {
            return false
        }
        return ["y", "yes", "예", "네", "ㅇ"].contains(answer.trimmed.lowercased())
    }
}

/// Standard input of this process.
package enum StandardLines {
    package static func open() -> any LineInput {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1,
            let editor = LineEditor(program: "skillyard")
        else { return PipedLines() }
        return EditedLines(editor)
    }
}

/// One line after the other, without a prompt.
private final class PipedLines: LineInput {
    var isPerson: Bool { false }

    func next(_ prompt: String, completing complete: @escaping LineEditor.Completing) -> String? {
        readLine()
    }

    func remember(_ line: String) {}
}

private final class EditedLines: LineInput {
    private let editor: LineEditor

    init(_ editor: LineEditor) {
        self.editor = editor
    }

    var isPerson: Bool { true }

    func next(_ prompt: String, completing complete: @escaping LineEditor.Completing) -> String? {
        editor.next(prompt, completing: complete)
    }

    func remember(_ line: String) { editor.remember(line) }
}
