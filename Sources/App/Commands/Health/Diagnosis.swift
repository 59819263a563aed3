import Contract
import Domain
import FoundationEssentials
import Glibc

/// Looks at everything an install needs, nearest first; what cannot be looked at any more is left out.
struct Diagnosis {
    let session: Session
    /// The data folder that was typed, if one was.
    let data: String?

    func report() async -> DoctorReport {
        var checks = [program, dataFolder, await identityProvider()].compactMap(\.self)
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
        let name = data ?? environment[Setting.data.variable] ?? Setting.data.fallback ?? ""
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

    /// Only where this machine has the server's settings.
    private func identityProvider() async -> DoctorReport.Check? {
        guard let issuer = session.context.environment[Setting.oidcIssuer.variable], !issuer.isEmpty else {
            return nil
        }
        let name = "identity provider"
        do throws(IdentityFailure) {
            let keys = try await session.context.root.probe(issuer: issuer)
            return .ok(name, "\(issuer) is found and signs with \(keys == 1 ? "1 key" : "\(keys) keys")")
        } catch {
            let next =
                "Compare \(Setting.oidcIssuer.variable) with the issuer in the provider's own documents."
            return .fail(name, error.detail, next: next)
        }
    }

    private func server(_ probe: ServerProbe) -> [DoctorReport.Check] {
        var checks: [DoctorReport.Check] = [.ok("reachable", session.address.url)]
        for check in probe.readiness.checks {
            let name = "server: " + check.name
            let detail = check.detail ?? (check.ok ? "fine" : "not ready")
            guard check.name != Readiness.Check.credentials else {
                // Others than these providers' tasks go on.
                checks.append(.warn(name, detail, next: "See `skillyard secrets status` on the server."))
                continue
            }
            checks.append(
                check.ok
                    ? .ok(name, detail) : .fail(name, detail, next: "Read the server's log; it says more.")
            )
        }
        return checks + [version(probe), clock(probe)].compactMap(\.self)
    }

    /// Within one major version of the API, programs and servers understand each other.
    private func version(_ probe: ServerProbe) -> DoctorReport.Check? {
        guard let version = probe.apiVersion else { return nil }
        let known = SkillyardVersion.api
        if version.split(separator: ".").first == known.split(separator: ".").first {
            return .ok("version", "the server speaks API \(version)")
        }
        let detail = "The server speaks API \(version), this program \(known)."
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
            var checks = [accepted]
            for provider in providers { checks.append(await check(provider)) }
            return checks
        } catch {
            return [.fail("token", "\(error.code.title). \(error.detail)", next: error.code.nextStep)]
        }
    }

    /// Asks the provider now; a token that may only read gets the last answer instead.
    private func check(_ provider: ProviderView) async -> DoctorReport.Check {
        let name = "provider: \(provider.id)"
        guard provider.settings.enabled else {
            let next = "skillyard providers set \(provider.id) --enabled"
            return .warn(name, "It is disabled.", next: next)
        }
        guard let answer = (try? await session.plane.checkProvider(provider.id)) ?? provider.lastCheck else {
            return .warn(name, "It was never checked.", next: "skillyard providers check \(provider.id)")
        }
        let words = answer.words(at: session.now)
        if answer.healthy { return .ok(name, words + (provider.settings.sandbox ? ", SANDBOX" : "")) }
        let next = answer.error?.code.nextAction.english ?? "skillyard providers check \(provider.id)"
        return .fail(name, words, next: next)
    }
}
