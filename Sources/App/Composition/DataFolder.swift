import Contract
import FoundationEssentials
import Glibc

/// The folder with the token, the database and the simulators' records.
enum DataFolder {
    /// Makes the folder for its owner alone, unless it is there.
    ///
    /// - Throws: ``Problem`` when it cannot be made.
    static func make(_ path: String) throws(Problem) {
        do {
            let above = URL(filePath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: above, withIntermediateDirectories: true)
        } catch {
            throw refusal(path, "is the folder above it writable?")
        }
        guard unsafe mkdir(path, 0o700) != 0 else { return }
        let failure = SystemError(number: errno, path: path)
        var isFolder = false
        guard failure.number == EEXIST, FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            isFolder
        else { throw refusal(path, failure.reason + ".") }
    }

    private static func refusal(_ path: String, _ reason: String) -> Problem {
        Problem(.unavailable, "The data folder \(path) cannot be made: \(reason) --data names another.")
    }
}
