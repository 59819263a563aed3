package import AsyncHTTPClient
package import Contract
package import Domain
import NIOHTTP1
import Synchronization

/// Makes the adapter that fits a provider's settings.
package final class AdapterCatalog: AdapterSource {
    private struct Entry {
        let provider: Provider
        let secret: String?
        let adapter: any ProviderAdapter
    }

    private let httpClient: HTTPClient
    private let homeDirectory: String
    private let folders: SkillFolders
    private let secrets: any SecretSource
    private let now: @Sendable () -> Timestamp
    /// An adapter is kept as long as its settings and secret stay the same; it may hold a token.
    private let entries = Mutex<[ProviderID: Entry]>([:])

    /// - Parameters:
    ///   - httpClient: Configured with `HTTPClient.Configuration.providers`.
    ///   - homeDirectory: Where folders of user scope lie that name no root of their own.
    ///   - stateDirectory: For receipts of what was put into folders; made when missing.
    ///   - secrets: Resolves references to credentials.
    ///   - now: The time for steps and tokens.
    package init(
        httpClient: HTTPClient,
        homeDirectory: String,
        stateDirectory: String,
        secrets: any SecretSource,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.httpClient = httpClient
        self.homeDirectory = homeDirectory
        self.secrets = secrets
        self.now = now
        folders = SkillFolders(stateDirectory: stateDirectory)
    }

    package func adapter(
        for provider: Provider,
        secret sealed: Secret?
    ) throws(ProviderFailure) -> any ProviderAdapter {
        let reference = provider.settings.credential.flatMap { $0.isEmpty ? nil : $0 }
        // Read each time: a file with a key may be replaced while we run.
        let secret = try reference.map { reference throws(ProviderFailure) in
            if let sealed { return sealed.text }
            return try secrets.secret(reference)
        }
        let known = entries.withLock { $0[provider.id] }
        if let known, known.provider == provider, known.secret == secret { return known.adapter }
        let adapter = try makeAdapter(for: provider, secret: secret)
        entries.withLock { $0[provider.id] = Entry(provider: provider, secret: secret, adapter: adapter) }
        return adapter
    }

    package func faults(in settings: ProviderSettings) -> [Problem.Fault] {
        SettingsRules.faults(in: settings)
    }

    private func makeAdapter(
        for provider: Provider,
        secret: String?
    ) throws(ProviderFailure) -> any ProviderAdapter {
        let settings = provider.settings
        if let fault = faults(in: settings).first {
            throw ProviderFailure(
                .internal,
                "The provider's settings cannot work: \(fault.pointer): \(fault.detail)"
            )
        }
        let timeLimit = Duration.seconds(settings.attemptTimeoutSeconds)
        switch settings.kind {
        case .openai:
            return OpenAIAdapter(sender: try sender(.openai, settings, secret), timeLimit: timeLimit)
        case .claude:
            return ClaudeAdapter(sender: try sender(.claude, settings, secret), timeLimit: timeLimit)
        case .http:
            return HTTPRegistryAdapter(sender: try sender(.registry, settings, secret), timeLimit: timeLimit)
        case .gemini:
            return try geminiAdapter(settings, secret)
        case .folder:
            return folderAdapter(provider)
        }
    }

    private func sender(
        _ vendor: Vendor,
        _ settings: ProviderSettings,
        _ secret: String?
    ) throws(ProviderFailure) -> Sender {
        Sender(
            client: httpClient,
            vendor: vendor,
            service: try Self.service(settings),
            headers: Self.headers(vendor, settings.options),
            now: now
        )
        .authorized(by: secret)
    }

    private func geminiAdapter(
        _ settings: ProviderSettings,
        _ secret: String?
    ) throws(ProviderFailure) -> GeminiAdapter {
        let (client, now) = (httpClient, now)
        let credential = try GoogleCredential(
            secret: secret,
            tokenURL: settings.options["token_uri"],
            sender: { Sender(client: client, vendor: .google, service: $0, secrets: $1, now: now) },
            now: now
        )
        let project = percentEncoded(settings.options["project"] ?? "")
        let location = percentEncoded(settings.options["location"] ?? "")
        return GeminiAdapter(
            sender: Sender(
                client: client,
                vendor: .google,
                service: try Self.service(settings).versioned,
                now: now
            ),
            credential: credential,
            parent: "projects/\(project)/locations/\(location)",
            timeLimit: .seconds(settings.attemptTimeoutSeconds),
            polling: .standard
        )
    }

    private func folderAdapter(_ provider: Provider) -> FolderAdapter {
        let options = provider.settings.options
        let client = options["client"].flatMap(FolderClient.init) ?? .generic
        let scope = options["scope"].flatMap(FolderScope.init) ?? .user
        return FolderAdapter(
            provider: provider.id,
            root: options["root"] ?? homeDirectory,
            parts: FolderPlace.parts(client, scope),
            folders: folders,
            timeLimit: .seconds(provider.settings.attemptTimeoutSeconds),
            now: now
        )
    }

    private static func service(_ settings: ProviderSettings) throws(ProviderFailure) -> ServiceURL {
        guard let url = settings.baseURL.flatMap(ServiceURL.init) else {
            throw ProviderFailure(.internal, "The provider's address cannot be used.")
        }
        return url
    }

    private static func headers(_ vendor: Vendor, _ options: [String: String]) -> HTTPHeaders {
        var headers: HTTPHeaders = ["user-agent": "skillyard", "accept": "*/*"]
        switch vendor {
        case .openai:
            if let organization = options["organization"] {
                headers.add(name: "openai-organization", value: organization)
            }
            if let project = options["project"] { headers.add(name: "openai-project", value: project) }
        case .claude:
            headers.add(name: "anthropic-version", value: "2026-10-21")
            if let workspace = options["workspace"] {
                headers.add(name: "anthropic-workspace-id", value: workspace)
            }
        case .google, .registry:
            break
        }
        return headers
    }
}

extension ServiceURL {
    /// With Google's version of the interface at its end, whether it was entered or not.
    fileprivate var versioned: ServiceURL {
        let last = text.split(separator: "/").last ?? ""
        let hasVersion = last.first == "v" && last.dropFirst().first?.isNumber == true
        return hasVersion ? self : ServiceURL(text + "/v1beta1") ?? self
    }
}
