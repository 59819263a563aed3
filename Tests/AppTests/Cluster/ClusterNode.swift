import Client
import Contract
import Foundation

/// One process of a cluster.
final class ClusterNode: Sendable {
    enum Role {
        case server(port: Int)
        case worker
    }

    let name: String
    let role: Role
    let program: ChildProgram
    /// The way to PostgreSQL that can be cut; nil for a node that goes there directly.
    let link: NetworkLink?
    private let logFile: URL

    init(
        _ name: String,
        _ role: Role,
        in folder: URL,
        database url: String,
        token: String,
        link: NetworkLink?
    ) {
        self.name = name
        self.role = role
        self.link = link
        logFile = folder.appending(path: "\(name).log")
        var arguments =
            switch role {
            case .server(let port): ["serve", "--role", "api", "--port", "\(port)"]
            case .worker: ["worker"]
            }
        arguments += [
            "--data", folder.appending(path: "data").path, "--log-level", "notice",
            "--lease-seconds", "\(ClusterArena.leaseSeconds)",
        ]
        program = ChildProgram(
            arguments,
            environment: [
                "SKILLYARD_DATABASE_URL": url, "SKILLYARD_BOOTSTRAP_TOKEN": token, "HOME": folder.path,
            ],
            log: logFile
        )
    }

    /// Where it answers; nil for a worker.
    var url: String? {
        guard case .server(let port) = role else { return nil }
        return "http://127.0.0.1:\(port)"
    }

    var log: String { (try? String(contentsOf: logFile, encoding: .utf8)) ?? "" }

    /// How many results it had to drop because another worker had their tasks.
    var leasesLost: Int { log.split(separator: "\n").count { $0.contains("LEASE_LOST") } }
}
