import App
import Contract
import Downloads
import Engine
import Foundation
import Requests
import Testing

@Suite struct CLIConfigurationTests {
    private func read(
        _ flags: [String: String] = [:],
        _ environment: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration {
        try Configuration.read(flags: flags, environment: environment, workingFolder: "/srv/app")
    }

    @Test func theDefaultsAreAServerOnThisMachineOnly() throws {
        let configuration = try read()
        #expect(configuration.host == "127.0.0.1")
        #expect(configuration.port == 8080)
        #expect(configuration.dataFolder == "/srv/app/var")
        #expect(configuration.database == .sqlite(path: "/srv/app/var/skillyard.db"))
        #expect(configuration.role == .all)
        #expect(!configuration.simulators)
        #expect(configuration.localFolders == .none)
        #expect(configuration.url(port: 8080) == "http://127.0.0.1:8080")
    }

    @Test func everythingWrongIsSaidAtOnceAndSecretsAreNot() {
        let environment = [
            "SKILLYARD_PORT": "70000", "SKILLYARD_ROLE": "boss", "SKILLYARD_DATABASE_URL": "mysql://u:pw@h/d",
            "SKILLYARD_BOOTSTRAP_TOKEN": "short-secret",
        ]
        let error = #expect(throws: ConfigurationError.self) {
            _ = try read(["workers": "0", "tls-key": "k.pem"], environment)
        }
        let settings = error?.faults.map(\.setting) ?? []
        #expect(
            Set(settings) == [
                "SKILLYARD_PORT", "SKILLYARD_ROLE", "SKILLYARD_DATABASE_URL", "SKILLYARD_BOOTSTRAP_TOKEN",
                "--workers", "--tls-cert",
            ]
        )
        let text = error?.lines.joined(separator: "\n") ?? ""
        #expect(!text.contains("pw@"))
        #expect(!text.contains("short-secret"))
    }

    private static let openID = [
        "SKILLYARD_OIDC_ISSUER": "https://id.example.com/realm", "SKILLYARD_OIDC_CLIENT_ID": "yard",
        "SKILLYARD_OIDC_CLIENT_SECRET": "client-secret",
        "SKILLYARD_OIDC_ROLE_MAP": "ops = admin, dev=operator",
    ]

    /// An administrator could have it sent to an address of theirs otherwise.
    @Test func theFileOfTheClientsSecretIsNoProvidersCredential() throws {
        let file = ["SKILLYARD_OIDC_CLIENT_SECRET": "file:/run/secrets/skillyard-oidc"]
        let configuration = try read([:], Self.openID.merging(file) { $1 })
        #expect(configuration.secretFiles.contains("/run/secrets/skillyard-oidc"))
        #expect(try !read([:], Self.openID).secretFiles.contains { $0.hasSuffix("client-secret") })
    }

    @Test func anIdentityProviderIsASetOfSettings() throws {
        #expect(try read().identityProvider == nil)
        let usual = try #require(try read([:], Self.openID).identityProvider)
        #expect(usual.redirectURL == "http://127.0.0.1:8080/sign-in/oidc/callback")
        #expect(usual.access.grants.map(\.value) == ["ops", "dev"])
        #expect(usual.access.grants.map(\.role) == [.admin, .operator])
        #expect(usual.access.domains == nil && usual.access.vouchLife == nil)
        #expect(usual.access.issuer == "https://id.example.com/realm")
        #expect(usual.roleClaim == "groups" && usual.scopes == "openid profile email" && usual.name == "SSO")
        let more = [
            "SKILLYARD_PUBLIC_URL": "https://skills.example.com/",
            "SKILLYARD_OIDC_ALLOWED_DOMAINS": "Example.com, b.org", "SKILLYARD_OIDC_VOUCH_DAYS": "2",
            "SKILLYARD_OIDC_ROLE_MAP": "cn=ops,dc=example=admin;dev=viewer",
        ]
        let other = try read(["port": "0"], Self.openID.merging(more) { $1 })
        #expect(other.publicURL == "https://skills.example.com")
        #expect(other.identityProvider?.redirectURL == "https://skills.example.com/sign-in/oidc/callback")
        #expect(other.identityProvider?.access.grants.map(\.value) == ["cn=ops,dc=example", "dev"])
        #expect(other.identityProvider?.access.domains == ["example.com", "b.org"])
        #expect(other.identityProvider?.access.vouchLife == .seconds(2 * 86_400))
    }

    static let halves: [([String: String?], String)] = [
        (["SKILLYARD_OIDC_ISSUER": "http://id.example.com"], "SKILLYARD_OIDC_ISSUER"),
        (["SKILLYARD_OIDC_CLIENT_ID": nil], "SKILLYARD_OIDC_CLIENT_ID"),
        (["SKILLYARD_OIDC_CLIENT_SECRET": nil], "SKILLYARD_OIDC_CLIENT_SECRET"),
        (["SKILLYARD_OIDC_ROLE_MAP": nil], "SKILLYARD_OIDC_ROLE_MAP"),
        (["SKILLYARD_OIDC_ROLE_MAP": "ops=boss"], "SKILLYARD_OIDC_ROLE_MAP"),
        (["SKILLYARD_OIDC_ROLE_MAP": "=admin"], "SKILLYARD_OIDC_ROLE_MAP"),
        (["SKILLYARD_OIDC_ROLE_MAP": "cn=viewer,dc=corp=admin"], "SKILLYARD_OIDC_ROLE_MAP"),
        (["SKILLYARD_OIDC_SCOPES": "profile"], "SKILLYARD_OIDC_SCOPES"),
        (["SKILLYARD_PORT": "0"], "--public-url"),
        (["SKILLYARD_PUBLIC_URL": "http://skills.example.com"], "SKILLYARD_PUBLIC_URL"),
        (["SKILLYARD_PUBLIC_URL": "https://example.com/skills"], "SKILLYARD_PUBLIC_URL"),
    ]

    @Test(arguments: halves)
    func halfAnIdentityProviderIsNone(_ change: [String: String?], _ setting: String) {
        let environment = Self.openID.merging(change.compactMapValues(\.self)) { $1 }
            .filter { change[$0.key] != .some(nil) }
        let error = #expect(throws: ConfigurationError.self) { try read([:], environment) }
        #expect(error?.faults.map(\.setting).contains(setting) == true)
        #expect(error?.lines.joined().contains("client-secret") == false)
    }

    @Test func settingsOfAProviderNeedAnIssuer() {
        let environment = Self.openID.filter { $0.key != "SKILLYARD_OIDC_ISSUER" }
        let error = #expect(throws: ConfigurationError.self) { try read([:], environment) }
        #expect(error?.faults.count == 3)
    }

    @Test func sessionsAndProxiesAreSettings() throws {
        let usual = try read()
        #expect(usual.sessionIdle == .seconds(12 * 3600))
        #expect(usual.sessionLife == .seconds(7 * 86_400))
        #expect(usual.proxies == .none)
        let other = try read(
            ["session-idle-hours": "1", "trusted-proxies": "10.0.0.0/8, ::1"],
            ["SKILLYARD_SESSION_DAYS": "30"]
        )
        #expect(other.sessionIdle == .seconds(3600))
        #expect(other.sessionLife == .seconds(30 * 86_400))
        #expect(other.proxies == TrustedProxies("10.0.0.0/8,::1"))
        let error = #expect(throws: ConfigurationError.self) { try read(["trusted-proxies": "everybody"]) }
        #expect(error?.faults.map(\.setting) == ["--trusted-proxies"])
    }

    /// SEC-10.
    @Test func nothingIsFetchedFromAddressesUnlessThatIsSaid() throws {
        #expect(try read().importHosts == nil)
        #expect(try read([:], ["SKILLYARD_URL_IMPORT": "off"]).importHosts == nil)
        #expect(try read([:], ["SKILLYARD_URL_IMPORT": "on"]).importHosts == .all)
        let listed = try read(["url-import": "true", "url-import-hosts": "github.com"])
        #expect(listed.importHosts == AllowedHosts("github.com"))
        #expect(throws: ConfigurationError.self) { try read(["url-import-hosts": "10.0.0.1"]) }
    }

    /// SEC-06: the keys lie outside the database.
    @Test func sealingKeysComeFromOnePlaceAndAreNotShown() throws {
        #expect(try read().secretKeys == .made("/srv/app/var/keys/secrets"))
        let postgres = ["SKILLYARD_DATABASE_URL": "postgres://u@h/d"]
        #expect(try read([:], postgres).secretKeys == .none)
        let file = try read(["secrets-key-file": "k.txt"], postgres)
        #expect(file.secretKeys == .file("/srv/app/k.txt"))
        let key = SealingKey.make().base64
        let given = try read([:], ["SKILLYARD_SECRETS_KEY": key])
        #expect(given.secretKeys == .given(key))
        #expect(!"\(given)".contains(key))
        for environment in [
            ["SKILLYARD_SECRETS_KEY": "short-secret"],
            ["SKILLYARD_SECRETS_KEY": key, "SKILLYARD_SECRETS_KEY_FILE": "k.txt"],
        ] {
            let error = #expect(throws: ConfigurationError.self) { _ = try read([:], environment) }
            let text = error?.lines.joined(separator: "\n") ?? ""
            #expect(!text.contains("short-secret") && !text.contains(key))
        }
    }

    @Test(arguments: [
        ("sqlite:data/a.db", Configuration.DatabaseLocation.sqlite(path: "/srv/app/data/a.db")),
        ("sqlite:/x/a.db", .sqlite(path: "/x/a.db")),
        ("sqlite:///x/a.db", .sqlite(path: "/x/a.db")),
        ("postgres://u@h/d", .postgres(url: "postgres://u@h/d")),
    ])
    func databasesAreNamedByURL(url: String, location: Configuration.DatabaseLocation) throws {
        #expect(try read([:], ["SKILLYARD_DATABASE_URL": url]).database == location)
    }

    /// SEC-12.
    @Test(arguments: ["0.0.0.0", "::", "192.168.1.4", "example.com", "127.evil.com", ""])
    func nothingLeavesTheMachineInTheClear(host: String) {
        #expect(!Configuration.isLoopback(host))
        guard !host.isEmpty else { return }
        #expect(throws: ConfigurationError.self) { _ = try read(["host": host]) }
        #expect(throws: Never.self) { _ = try read(["host": host, "allow-insecure": "true"]) }
        #expect(throws: Never.self) { _ = try read(["host": host, "tls-cert": "c.pem", "tls-key": "k.pem"]) }
    }

    @Test(arguments: ["127.0.0.1", "127.8.9.1", "localhost", "::1"])
    func loopbackNeedsNoTLS(host: String) {
        #expect(throws: Never.self) { _ = try read(["host": host]) }
    }

    @Test func everyServerFlagOfTheListIsTaken() async {
        for setting in Setting.all where setting.audience == .server {
            guard let flag = setting.flag else { continue }
            let isToggle = setting.kind == .toggle
            let arguments = ["serve", "--" + flag] + (isToggle ? [] : [setting.sample])
            let run = await skillyard(arguments + ["--allow-insecure"])
            #expect(!run.messages.contains("Unknown option"), "\(flag)")
        }
    }

    @Test func thePageAboutConfigurationSaysWhatTheCodeDoes() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/configuration.md").standardizedFileURL
        if ProcessInfo.processInfo.environment["SKILLYARD_WRITE_DOCS"] != nil {
            try Data(ConfigurationDocument.markdown.utf8).write(to: page)
        }
        let written = try String(contentsOf: page, encoding: .utf8)
        #expect(written == ConfigurationDocument.markdown, "Run `make docs`.")
    }
}

extension Setting {
    fileprivate var sample: String {
        switch kind {
        case .integer(let range): String(range.upperBound)
        case .choice(let choices): choices[0]
        case .text, .path, .toggle: "x"
        }
    }
}

@Suite struct CLIServerAddressTests {
    private func address(_ flags: [String: String], _ environment: [String: String] = [:]) throws
        -> ServerAddress
    {
        try ServerAddress.read(flags: flags, environment: environment, workingFolder: "/srv") {
            "from " + $0.path
        }
    }

    @Test func theTokenFileOfThisMachineIsFound() throws {
        #expect(try address([:]) == ServerAddress(url: "http://127.0.0.1:8080", token: "from /srv/var/token"))
        #expect(try address(["data": "/d", "url": "http://localhost:1/"]).token == "from /d/token")
    }

    @Test func theTokenFileNeverTravelsToAnotherMachine() throws {
        #expect(try address(["url": "https://skills.example.com"]).token == nil)
        #expect(try address(["url": "http://127.0.0.1.example.com"]).token == nil)
        #expect(try address(["url": "http://127.0.0.1@example.com"]).token == nil)
    }

    @Test func aNamedTokenGoesFirst() throws {
        #expect(try address([:], ["SKILLYARD_TOKEN": "e"]).token == "e")
        #expect(try address(["token": "f"], ["SKILLYARD_TOKEN": "e"]).token == "f")
    }

    @Test func theTokenFileIsForItsOwnerOnly() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = TokenFile(dataFolder: folder.path)
        #expect(file.read() == nil)
        try file.write("first")
        try file.write("second")
        #expect(file.read() == "second")
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }
}
