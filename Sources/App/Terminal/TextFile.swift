import Contract
import FoundationEssentials
import Glibc

/// Small files that people write, named on the command line.
enum TextFile {
    /// In place of a name.
    static let standardInput = "-"

    /// - Throws: ``Problem`` when it cannot be read, or is not UTF-8.
    static func read(_ path: String) throws(Problem) -> String {
        if path == standardInput {
            var text = ""
            while let line = readLine(strippingNewline: false) { text += line }
            return text
        }
        guard let text = try readIfPresent(path) else {
            throw Problem(file: path, "It is not there.", fix: "Name a file that is there.")
        }
        return text
    }

    /// - Returns: nil where nothing is.
    /// - Throws: ``Problem`` when it cannot be read, or is not UTF-8.
    static func readIfPresent(_ path: String) throws(Problem) -> String? {
        guard unsafe access(path, F_OK) == 0 else { return nil }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw Problem(file: path, "It cannot be read.", fix: "Name a file that can be read.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Problem(file: path, "It is not text in UTF-8.", fix: "Save it as UTF-8.")
        }
        return text
    }

    /// Replaces what is there, as a whole.
    ///
    /// - Throws: ``Problem`` when it cannot be written.
    static func write(_ text: String, to path: String) throws(Problem) {
        do { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
            throw Problem(
                file: path,
                "It cannot be written.",
                fix: "Name a file in a folder that you may write to."
            )
        }
    }

    /// `skills.yaml` has its lock in `skills.lock.yaml`; nil for standard input.
    static func lockPath(beside path: String) -> String? {
        guard path != standardInput else { return nil }
        let (folder, name) =
            path.lastIndex(of: "/").map { (path[...$0], path[path.index(after: $0)...]) } ?? ("", path[...])
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
        return "\(folder)\(stem).lock.yaml"
    }
}
