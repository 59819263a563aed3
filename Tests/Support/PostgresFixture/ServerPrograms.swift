import Foundation

package struct FixtureError: Error, CustomStringConvertible {
    package let description: String
}

/// The programs of PostgreSQL's server, and the user they run as: they refuse to run as root.
struct ServerPrograms: Sendable {
    private let folder: URL
    private let user = "postgres"

    private var isRoot: Bool { geteuid() == 0 }

    /// - Throws: ``FixtureError`` if they are not installed.
    init() throws {
        guard let folder = Self.find() else {
            throw FixtureError(description: "PostgreSQL's server is not installed: run `make setup`.")
        }
        self.folder = folder
    }

    private static func find() -> URL? {
        // Debian keeps them by version, the newest last.
        let root = URL(filePath: "/usr/lib/postgresql")
        // Without the folder there are none.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        var candidates = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
            .map { root.appending(path: $0).appending(path: "bin") }
        candidates += (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(filePath: String($0)) }
        return candidates.first {
            FileManager.default.isExecutableFile(atPath: $0.appending(path: "initdb").path)
        }
    }

    /// Makes a folder that belongs to the user the server runs as.
    func makeFolder() throws -> URL {
        // A socket's path may have 107 characters, so this is a short one.
        let name = "skillyard-pg-" + UUID().uuidString.prefix(8).lowercased()
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try giveAway(folder)
        return folder
    }

    /// Lets the user the server runs as own a file.
    func giveAway(_ file: URL) throws {
        guard isRoot else { return }
        try FileManager.default.setAttributes([.ownerAccountName: user], ofItemAtPath: file.path)
    }

    /// Runs a program to its end.
    ///
    /// - Throws: ``FixtureError`` with what it said, if it failed.
    func run(_ name: String, _ arguments: [String]) throws {
        let output = FileManager.default.temporaryDirectory.appending(path: "skillyard-\(UUID().uuidString)")
        // A file and no pipe: the server that pg_ctl starts keeps it open. What is left over harms nobody.
        defer { try? FileManager.default.removeItem(at: output) }
        let words = command(name, arguments)
        guard try ChildProcess(words, output: output.path).wait() else {
            let said = try String(contentsOf: output, encoding: .utf8)
            throw FixtureError(description: "\(words.joined(separator: " ")) failed: \(said)")
        }
    }

    /// How to run a program as the user the server runs as.
    func command(_ name: String, _ arguments: [String]) -> [String] {
        let own = [folder.appending(path: name).path] + arguments
        guard isRoot else { return own }
        return ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--init-groups"] + own
    }
}
