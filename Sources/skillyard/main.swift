import App
import AsyncHTTPClient
import Client
import Contract
import Glibc

/// Reaches servers; running one waits for the composition root.
private struct RemoteRoot: CompositionRoot {
    let access: RemoteAccess
    private let problem = Problem(.unavailable, "This build has no composition root.")

    init(_ access: RemoteAccess) {
        self.access = access
    }

    func connect(to server: ServerAddress) throws -> any ControlPlane { access.connect(to: server) }
    func probe(_ server: ServerAddress) async throws -> ServerProbe { try await access.probe(server) }
    func serve(_ configuration: Configuration, console: Console) async throws { throw problem }
    func migrate(_ configuration: Configuration) async throws -> String { throw problem }

    func simulate(host: String, port: Int, dataFolder: String?, console: Console) async throws {
        throw problem
    }
}

let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPControlPlane.clientConfiguration
)
let status = await CommandLineTool.main(RemoteRoot(RemoteAccess(httpClient: client)))
exit(status)
