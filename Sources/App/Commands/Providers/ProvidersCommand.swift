import ArgumentParser
import Contract

struct ProvidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers",
        abstract: "List, show, set and check the places skills are installed to, and store their keys.",
        subcommands: [List.self, Show.self, ProviderSetCommand.self, CredentialCommand.self, Check.self],
        defaultSubcommand: List.self
    )

    struct List: RemoteCommand {
        static let configuration = CommandConfiguration(abstract: "List providers.")

        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let providers = try await session.plane.providers()
            try session.show(providers, empty: "No providers.") { session in
                Table(
                    "provider",
                    "kind",
                    "state",
                    "last check",
                    "name",
                    rows: providers.items.map { provider in
                        [
                            provider.id.rawValue, provider.settings.kind.rawValue, provider.state,
                            provider.lastCheck.map { $0.words(at: session.now) } ?? "never",
                            provider.settings.displayName,
                        ]
                    }
                )
            }
        }
    }

    struct Show: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a provider's settings and what it can do."
        )

        @Argument(help: "The provider.")
        var provider: ProviderID
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let provider = try await session.plane.provider(provider)
            try session.show(provider) { $0.print(provider.lines(at: session.now)) }
        }
    }

    struct Check: RemoteCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask providers now; status 3 or 4 when some or all do not answer well."
        )

        @Argument(help: "The providers; without any, all that are enabled.")
        var providers: [ProviderID] = []
        @OptionGroup var connection: ConnectionOptions

        func run(_ session: Session) async throws {
            let enabled = try await session.plane.providers().items.filter(\.settings.enabled).map(\.id)
            var answers: [ProviderCheckAnswer] = []
            for id in providers.isEmpty ? enabled : providers {
                let check = try await session.plane.checkProvider(id)
                answers.append(ProviderCheckAnswer(provider: id, check: check))
                guard !session.json else { continue }
                session.console.print(
                    "\(id.rawValue.padded(to: 14))  \(check.words(at: session.now))".terminalSafe
                )
                if let error = check.error {
                    session.console.note("  next: " + error.code.nextAction.english)
                }
            }
            if session.json {
                if providers.count == 1, let answer = answers.first {
                    try session.console.print(json: answer.check)
                } else {
                    try session.console.print(json: Page(items: answers, nextCursor: nil))
                }
            }
            let healthy = answers.count { $0.check.healthy }
            try CommandStatus(succeeded: healthy, failed: answers.count - healthy).end()
        }
    }
}

/// One of several checks made together.
struct ProviderCheckAnswer: Codable, Equatable, Sendable {
    let provider: ProviderID
    let check: ProviderCheck
}

extension ProviderCheck {
    func words(at now: Timestamp) -> String {
        guard let error else {
            return
                "\(healthy ? "healthy" : "not healthy") in \(latencyMilliseconds) ms, \(checkedAt.ago(at: now))"
        }
        return "\(error.code.rawValue): \(error.message)"
    }
}

extension ProviderView {
    var state: String {
        (settings.enabled ? "enabled" : "disabled") + (pause == nil ? "" : ", PAUSED")
            + (breaker?.openedAt == nil ? "" : ", DOWN") + (backOff == nil ? "" : ", WAITS")
            + (settings.sandbox ? ", SANDBOX" : "")
    }

    private func credentialWords(at now: Timestamp) -> String {
        guard let credential, credential.kind == .sealed else { return settings.credential ?? "none" }
        let facts = [
            credential.fingerprint.map { "fingerprint \($0)" },
            credential.setAt.map { "set " + $0.ago(at: now) },
            credential.setBy.map { "by \($0)" },
            credential.expiresAt.map { "\($0 <= now ? "expired" : "expires") \($0.toTheSecond)" },
        ]
        return (["sealed"] + facts.compactMap(\.self)).joined(separator: ", ")
    }

    /// This provider for people.
    func lines(at now: Timestamp) -> [String] {
        var rows = [
            ("name", settings.displayName), ("kind", settings.kind.rawValue), ("state", state),
            ("address", settings.baseURL ?? "none"),
            ("credential", credentialWords(at: now)),
        ]
        rows += settings.options.sorted { $0.key < $1.key }.map { ("option " + $0.key, $0.value) }
        rows += [
            ("at once", counted(settings.concurrency, "target")),
            ("rate", settings.ratePerMinute.map { "\($0) a minute" } ?? "no limit"),
            ("one try", "at most \(settings.attemptTimeoutSeconds) s, \(settings.maxAttempts) tries"),
            (
                "time limits",
                "\(settings.queueTimeoutSeconds) s for a worker, \(settings.targetTimeoutSeconds) s for a target"
            ),
            ("approval", settings.approval.rawValue + (settings.fourEyes ? ", four eyes" : "")),
            ("rollback", capabilities.rollback.rawValue),
            ("last check", lastCheck.map { $0.words(at: now) } ?? "never"),
        ]
        if let pause { rows.append(("pause", "\(pause.words), \(pause.since.ago(at: now))")) }
        if let breaker = breaker?.words(at: now) { rows.append(("breaker", breaker)) }
        if let backOff {
            rows.append(("waits", "as it asked, for another \(max(.zero, backOff.until - now).brief)"))
        }
        let width = rows.map(\.0.displayWidth).max() ?? 0
        return [id.rawValue] + rows.map { "  \($0.0.padded(to: width))  \($0.1)".terminalSafe }
    }
}
