package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    static let listProviders: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        try query.finish()
        return try call.json(try await plane.providers())
    }

    static let getProvider: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let provider = try await plane.provider(try call.providerID())
        return try call.json(provider, headers: .tagged(provider.revision))
    }

    static let putProvider: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.providerID()
        let precondition = try call.ifMatchOrNone()
        let settings = try await call.body(as: ProviderSettings.self)
        let result = try await plane.putProvider(id, settings, if: precondition)
        var headers: HTTPFields = .tagged(result.provider.revision)
        headers[.location] = "/api/providers/\(id)"
        return try call.json(
            result.provider,
            status: result.created ? .created : .ok,
            headers: headers
        )
    }

    static let setCredential: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (id, precondition) = (try call.providerID(), try call.ifMatch())
        let request = try await call.body(as: CredentialRequest.self)
        let provider = try await plane.setCredential(
            of: id,
            to: request.secret,
            expiresAt: request.expiresAt,
            if: precondition
        )
        return try call.json(provider, headers: .tagged(provider.revision))
    }

    static let clearCredential: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (id, precondition) = (try call.providerID(), try call.ifMatch())
        let provider = try await plane.clearCredential(of: id, if: precondition)
        return try call.json(provider, headers: .tagged(provider.revision))
    }

    static let checkProvider: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.checkProvider(try call.providerID()))
    }
}

extension CredentialRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let text = object.requiredText("secret", 1...Secret.longest, multiline: true)
        let expiresAt = object.time("expires_at")
        guard let text else { return nil }
        self.init(Secret(text), expiresAt: expiresAt)
    }
}

extension ProviderSettings: Readable {
    package init?(reading object: inout ObjectReader) {
        let kind = object.require("kind") ? object.choice("kind", of: ProviderKind.self) : nil
        let displayName = object.requiredText("display_name", 1...100)
        let baseURL = object.webAddress("base_url")
        let credential = object.credentialReference("credential")
        let options = object.options("options")
        let concurrency = object.integer("concurrency", 1...256)
        let rate = object.integer("rate_per_minute", 1...1_000_000)
        let timeout = object.integer("attempt_timeout_seconds", 1...3600)
        let attempts = object.integer("max_attempts", 1...20)
        let queueTimeout = object.integer("queue_timeout_seconds", 1...2_592_000)
        let targetTimeout = object.integer("target_timeout_seconds", 1...2_592_000)
        let enabled = object.flag("enabled")
        let sandbox = object.flag("sandbox")
        let approval = object.choice("approval", of: ApprovalRule.self)
        let fourEyes = object.flag("four_eyes")
        guard let kind, let displayName else { return nil }
        self.init(kind: kind, displayName: displayName)
        self.baseURL = baseURL
        self.credential = credential
        self.options = options ?? self.options
        self.concurrency = concurrency ?? self.concurrency
        ratePerMinute = rate
        attemptTimeoutSeconds = timeout ?? attemptTimeoutSeconds
        maxAttempts = attempts ?? maxAttempts
        queueTimeoutSeconds = queueTimeout ?? queueTimeoutSeconds
        targetTimeoutSeconds = targetTimeout ?? targetTimeoutSeconds
        self.enabled = enabled ?? self.enabled
        self.sandbox = sandbox ?? self.sandbox
        self.approval = approval ?? self.approval
        self.fourEyes = fourEyes ?? self.fourEyes
    }
}

extension ObjectReader {
    fileprivate mutating func webAddress(_ name: String) -> String? {
        guard let text = text(name, 1...2000) else { return nil }
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), !text.contains(" ") else {
            note(name, .format, "An address that begins with https:// or http:// is expected.")
            return nil
        }
        return text
    }

    /// The detail never repeats the value: it may be a secret that was put here by mistake.
    fileprivate mutating func credentialReference(_ name: String) -> String? {
        guard let text = text(name, 1...1000) else { return nil }
        guard
            text.hasPrefix("env:") && text.count > 4 || text.hasPrefix("file:/")
                || text == ProviderSettings.sealed
        else {
            note(
                name,
                .format,
                "Say where the secret lies, as env:NAME or file:/path; the secret itself goes to /credential."
            )
            return nil
        }
        return text
    }

    fileprivate mutating func options(_ name: String) -> [String: String]? {
        guard let entries = value(name, [String: Lenient<String>].self, expected: "An object of texts") else {
            return nil
        }
        if entries.count > 64 { note(name, .range, "At most 64 entries are allowed.") }
        var options: [String: String] = [:]
        for (key, entry) in entries.sorted(by: { $0.key < $1.key }).prefix(64) {
            if let value = entry.value, Grammar.isPlain(key), Grammar.isPlain(value),
                (1...64).contains(key.unicodeScalars.count), value.unicodeScalars.count <= 1000
            {
                options[key] = value
            } else {
                note(
                    entry: String(key.prefix(64)),
                    of: name,
                    .format,
                    "Text of at most 1000 characters is expected."
                )
            }
        }
        return options
    }
}
