import App
import Contract
import Glibc

/// Stands where the composition root belongs until it is there.
private struct MissingRoot: CompositionRoot {
    private let problem = Problem(.unavailable, "This build has no composition root.")

    func connect(to server: ServerAddress) throws -> any ControlPlane { throw problem }
    func probe(_ server: ServerAddress) async throws -> ServerProbe { throw problem }
    func serve(_ configuration: Configuration, console: Console) async throws { throw problem }
    func migrate(_ configuration: Configuration) async throws -> String { throw problem }
    func simulate(host: String, port: Int, console: Console) async throws { throw problem }
}

exit(await CommandLineTool.main(MissingRoot()))
