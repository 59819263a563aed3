import CEdit
import Glibc

/// Lines typed by a person at a terminal: edited, with what was said before on the arrows up and down, and completed by Tab.
///
/// Editing is libedit's; this says when, and what completes a word.
package final class LineEditor {
    /// What can follow a text: the word that ends it, and what that word can become.
    package typealias Completing = (String) -> (word: String, candidates: [String])

    private let edit: OpaquePointer
    private let history: OpaquePointer
    fileprivate var prompt: UnsafeMutablePointer<CChar>
    fileprivate var complete: Completing

    /// Nil where standard input cannot be edited.
    ///
    /// - Parameters:
    ///   - program: Its name, by which people set up libedit in `~/.editrc`.
    ///   - lines: How many of those that were remembered last the arrows reach.
    package init?(program: String, remembering lines: Int32 = 200) {
        edit_use_utf8()
        guard let history = edit_history(lines),
            let edit = edit_open(program, promptOfEditor, completeInEditor)
        else { return nil }
        self.edit = edit
        self.history = history
        prompt = strdup("")
        complete = { _ in ("", []) }
        edit_keep_history(edit, history)
        edit_own(edit, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        el_end(edit)
        history_end(history)
        free(prompt)
    }

    /// Waits for a line.
    ///
    /// - Parameters:
    ///   - prompt: Stands before it.
    ///   - complete: Says what can follow the text before the cursor.
    /// - Returns: The line without its end; nil when there are no more.
    package func next(_ prompt: String, completing complete: @escaping Completing) -> String? {
        free(self.prompt)
        self.prompt = strdup(prompt)
        self.complete = complete
        edit_take_keys(edit)
        var count: Int32 = 0
        guard let line = el_gets(edit, &count), count > 0 else { return nil }
        return String(String(cString: line).prefix { !$0.isNewline })
    }

    /// Puts a line on the arrows.
    package func remember(_ line: String) { edit_remember(history, line) }
}

extension LineEditor {
    /// Completes as far as there is one way to go on, and shows the ways where there are several.
    fileprivate func completeWord() -> UInt8 {
        guard let line = el_line(edit)?.pointee, let start = line.buffer, let cursor = line.cursor else {
            return UInt8(CC_ERROR)
        }
        let bytes = UnsafeBufferPointer(start: start, count: cursor - start).map { UInt8(bitPattern: $0) }
        let completion = complete(String(decoding: bytes, as: UTF8.self))
        guard let first = completion.candidates.first else { return UInt8(CC_ERROR) }
        let common = completion.candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        let more = String(common.dropFirst(completion.word.count))
        let rest = completion.candidates.count == 1 ? more + " " : more
        if !rest.isEmpty { return el_insertstr(edit, rest) == 0 ? UInt8(CC_REFRESH) : UInt8(CC_ERROR) }
        show(completion.candidates)
        return UInt8(CC_REDISPLAY)
    }

    private func show(_ candidates: [String]) {
        let shown = candidates.prefix(40)
        let rest = candidates.count - shown.count
        edit_say("\n" + shown.joined(separator: "  ") + (rest > 0 ? "  … \(rest)" : "") + "\n")
    }
}

private func owner(_ edit: OpaquePointer?) -> LineEditor? {
    guard let edit, let owner = edit_owner(edit) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(owner).takeUnretainedValue()
}

private func promptOfEditor(_ edit: OpaquePointer?) -> UnsafeMutablePointer<CChar>? { owner(edit)?.prompt }

private func completeInEditor(_ edit: OpaquePointer?, _ key: Int32) -> UInt8 {
    owner(edit)?.completeWord() ?? UInt8(CC_ERROR)
}

extension String {
    /// As far as both are the same, letter by letter.
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
