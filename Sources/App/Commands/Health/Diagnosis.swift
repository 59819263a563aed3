import Contract
import FoundationEssentials
import Glibc

/// Looks at everything an install needs, nearest first; what cannot be looked at any more is left out.
struct Diagnosis {
    let session: Session

    func report() async -> DoctorReport {
        var checks = [program, dataFolder].compactMap(\.self)
        do {
            let probe = try await session.context.root.probe(session.address)
            checks += server(probe)
            checks += await signedIn()
        } catch {
            let next = "Start it with `make run`, or name another with --url or SKILLYARD_URL."
            checks.append(.fail("reachable", "Nobody answers at \(session.address.url).", next: next))
        }
        return DoctorReport(checks: checks)
    }

    private var program: DoctorReport.Check {
        .ok("program", "skillyard \(SkillyardVersion.current)")
    }

    /// Only where this machine has one: a command for a far server needs none.
    private var dataFolder: DoctorReport.Check? {
        let environment = session.context.environment
        let name = environment[Setting.data.variable] ?? Setting.data.fallback ?? ""
        let folder = Configuration.absolute(name, from: session.context.workingFolder)
        guard FileManager.default.fileExists(atPath: folder) else { return nil }
        guard unsafe access(folder, W_OK | X_OK) == 0 else {
            return .fail(
                "data folder",
                "\(folder) cannot be written.",
                next: "Give yourself the right to write there."
            )
        }
        return .ok("data folder", "\(folder) can be written")
    }

    private func server(_ probe: ServerProbe) -> [DoctorReport.Check] {
        var checks: [DoctorReport.Check] = [.ok("reachable", session.address.url)]
        for check in probe.readiness.checks {
            let name = "server: " + check.name
            let detail = check.detail ?? (check.ok ? "fine" : "not ready")
            checks.append(
                check.ok
                    ? .ok(name, detail) : .fail(name, detail, next: "Read the server's log; it says more.")
            )
        }
        return checks + [version(probe), clock(probe)].compactMap(\.self)
    }

    private func version(_ probe: ServerProbe) -> DoctorReport.Check? {
        guard let version = probe.version else { return nil }
        if version == SkillyardVersion.current { return .ok("version", "server \(version)") }
        let detail = "The server is \(version), this program \(SkillyardVersion.current)."
        return .warn("version", detail, next: "Bring both to the same version.")
    }

    /// Leases and back-offs are in seconds; a few seconds of difference change nothing.
    private func clock(_ probe: ServerProbe) -> DoctorReport.Check? {
        guard let serverTime = probe.serverTime else { return nil }
        let difference = session.now - serverTime
        let size = difference < .zero ? .zero - difference : difference
        if size < .seconds(5) { return .ok("clock", "the same as the server's") }
        return .warn("clock", "It differs by \(size.brief) from the server's.", next: "Set both by NTP.")
    }

    private func signedIn() async -> [DoctorReport.Check] {
        guard session.address.token != nil else {
            let next = "Set SKILLYARD_TOKEN; an administrator makes one with `skillyard token create`."
            return [.fail("token", "There is none.", next: next)]
        }
        do {
            let providers = try await session.plane.providers().items
            let accepted = DoctorReport.Check.ok("token", "accepted")
            guard !providers.isEmpty else {
                return [
                    accepted,
                    .warn("providers", "None is registered.", next: "skillyard providers set --help"),
                ]
            }
            return [accepted] + providers.map { check($0) }
        } catch {
            return [.fail("token", "\(error.code.title). \(error.detail)", next: error.code.nextStep)]
        }
    }

    private func check(_ provider: ProviderView) -> DoctorReport.Check {
        let name = "provider: \(provider.id)"
        guard provider.settings.enabled else {
            let next = "skillyard providers set \(provider.id) --enabled"
            return .warn(name, "It is disabled.", next: next)
        }
        guard let last = provider.lastCheck else {
            return .warn(name, "It was never checked.", next: "skillyard providers check \(provider.id)")
        }
        if last.healthy {
            return .ok(name, last.words(at: session.now) + (provider.settings.sandbox ? ", SANDBOX" : ""))
        }
        let next = last.error?.code.nextAction.english ?? "skillyard providers check \(provider.id)"
        return .fail(name, last.words(at: session.now), next: next)
    }
}
