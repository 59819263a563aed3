import ArgumentParser
import Contract

struct ProviderSetCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Register a provider, or change what is named and leave the rest.",
        discussion: "skillyard providers set openai-eu --kind openai --credential env:OPENAI_EU_KEY"
    )

    @Argument(help: "The provider.")
    var provider: ProviderID
    @Option(help: "Needed for a new one: openai, claude, gemini, folder or http.")
    var kind: ProviderKind?
    @Option(help: ArgumentHelp("Name for people.", valueName: "text"))
    var name: String?
    // Not --url, which says where the server is.
    @Option(
        help: ArgumentHelp("Where its API is; a new vendor gets the vendor's own.", valueName: "url")
    )
    var baseUrl: String?
    @Option(
        help: ArgumentHelp(
            "Where the secret lies, never the secret; `providers credential set` stores one.",
            valueName: "env:NAME | file:/path | none"
        )
    )
    var credential: String?
    @Option(
        help: ArgumentHelp(
            "Vendor specifics; repeat for several; an empty value takes one away.",
            valueName: "key=value"
        )
    )
    var option: [String] = []
    @Option(help: ArgumentHelp("Targets at once, 1 to 256.", valueName: "number"))
    var concurrency: Int?
    @Option(help: ArgumentHelp("Targets begun per minute; 0 for no limit.", valueName: "number"))
    var rate: Int?
    @Option(help: ArgumentHelp("Seconds for one try, 1 to 3600.", valueName: "seconds"))
    var timeout: Int?
    @Option(help: ArgumentHelp("Tries in all, 1 to 20.", valueName: "number"))
    var attempts: Int?
    @Option(help: ArgumentHelp("Seconds a target may wait for a worker, 1 to 2592000.", valueName: "seconds"))
    var queueTimeout: Int?
    @Option(
        help: ArgumentHelp(
            "Seconds from a target's first try to its end, 1 to 2592000.",
            valueName: "seconds"
        )
    )
    var targetTimeout: Int?
    @Flag(help: "Whether anything may be installed there.")
    var availability: Availability?
    @Flag(inversion: .prefixedNo, help: "Whether it is a simulator.")
    var sandbox: Bool?
    @Option(help: "When a run waits for an approval: none, risky or always.")
    var approval: ApprovalRule?
    @Flag(inversion: .prefixedNo, help: "Whether somebody else than who asked for a run has to approve it.")
    var fourEyes: Bool?
    @OptionGroup var connection: ConnectionOptions

    enum Availability: String, EnumerableFlag {
        case enabled
        case disabled
    }

    func validate() throws {
        for pair in option where !pair.dropFirst().contains("=") {
            throw ValidationError("--option takes key=value, not \"\(pair)\".")
        }
    }

    func run(_ session: Session) async throws {
        let (settings, precondition) = try await change(session.plane)
        let registration = try await session.plane.putProvider(provider, settings, if: precondition)
        try session.show(registration.provider) { console in
            console.print(registration.provider.lines(at: session.now))
            console.note(registration.created ? "Registered." : "Changed.")
        }
    }

    /// What is registered, or the defaults of a new one, with everything that was named changed; and that nobody
    /// else changes it in between.
    private func change(_ plane: any ControlPlane) async throws(Problem) -> (ProviderSettings, Precondition) {
        do throws(Problem) {
            let present = try await plane.provider(provider)
            return (changed(present.settings), .unchanged(present.revision))
        } catch {
            guard error.code == .notFound else { throw error }
            guard let kind else {
                throw Problem(.validationFailed, "\(provider) is not registered yet: say its --kind.")
            }
            var settings = changed(ProviderSettings(kind: kind, displayName: provider.rawValue))
            settings.baseURL = settings.baseURL ?? kind.vendorURL(options: settings.options)
            return (settings, .absent)
        }
    }

    private func changed(_ present: ProviderSettings) -> ProviderSettings {
        var settings = present
        settings.kind = kind ?? settings.kind
        settings.displayName = name ?? settings.displayName
        if let credential { settings.credential = credential == "none" ? nil : credential }
        for pair in option {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            settings.options[String(parts[0])] = parts[1].isEmpty ? nil : String(parts[1])
        }
        settings.baseURL = baseUrl ?? settings.baseURL
        settings.concurrency = concurrency ?? settings.concurrency
        if let rate { settings.ratePerMinute = rate == 0 ? nil : rate }
        settings.attemptTimeoutSeconds = timeout ?? settings.attemptTimeoutSeconds
        settings.maxAttempts = attempts ?? settings.maxAttempts
        settings.queueTimeoutSeconds = queueTimeout ?? settings.queueTimeoutSeconds
        settings.targetTimeoutSeconds = targetTimeout ?? settings.targetTimeoutSeconds
        if let availability { settings.enabled = availability == .enabled }
        settings.sandbox = sandbox ?? settings.sandbox
        settings.approval = approval ?? settings.approval
        settings.fourEyes = fourEyes ?? settings.fourEyes
        return settings
    }
}
