import Downloads
import Messaging
import Proofs
import Requests

extension Configuration {
    /// Reads and checks every server setting.
    ///
    /// - Parameters:
    ///   - flags: What was typed, by flag name without dashes; goes before the environment.
    ///   - environment: The process's variables.
    ///   - workingFolder: What relative paths start from.
    /// - Returns: Settings that fit together.
    /// - Throws: ``ConfigurationError`` with every fault.
    package static func read(
        flags: [String: String],
        environment: [String: String],
        workingFolder: String
    ) throws(ConfigurationError) -> Configuration {
        var values = SettingValues(flags: flags, environment: environment, among: Setting.server)
        let dataFolder = absolute(values.text(.data) ?? "", from: workingFolder)
        let database = databaseLocation(&values, dataFolder, workingFolder)
        let tls = tlsFiles(&values, workingFolder)
        let secretKeys = secretKeys(&values, database, dataFolder, workingFolder)
        checkListening(&values, tls: tls)
        checkBootstrapToken(&values)
        let proxies = trustedProxies(&values)
        checkTrustedKeys(&values)
        let keyFile = values.text(.signingKeyFile).map { absolute($0, from: workingFolder) }
        checkImportHosts(&values)
        let publicURL = publicURL(&values)
        let provider = identityProvider(&values, publicURL: publicURL)
        let mailServer = mailServer(&values)
        let slack = slack(&values)
        let languageModel = languageModel(&values)
        let observing = observing(&values)
        guard values.faults.isEmpty else { throw ConfigurationError(faults: values.faults) }
        return Configuration(
            values,
            dataFolder: dataFolder,
            database: database,
            secretKeys: secretKeys,
            tls: tls,
            proxies: proxies,
            keyFile: keyFile,
            publicURL: publicURL,
            mailServer: mailServer,
            provider: provider,
            slack: slack,
            languageModel: languageModel,
            observing: observing
        )
    }

    /// From values that were checked.
    private init(
        _ values: SettingValues,
        dataFolder: String,
        database: DatabaseLocation,
        secretKeys: SecretKeys,
        tls: TLSFiles?,
        proxies: TrustedProxies,
        keyFile: String?,
        publicURL: String?,
        mailServer: MailServer?,
        provider: IdentityProviderSettings?,
        slack: SlackOptions?,
        languageModel: LanguageModelOptions?,
        observing: Observing
    ) {
        channels = ChannelOptions(values, mailServer)
        (self.slack, self.languageModel) = (slack, languageModel)
        (self.observing, self.publicURL, self.secretKeys) = (observing, publicURL, secretKeys)
        (identityProvider, self.proxies) = (provider, proxies)
        let isAlone = Self.isLoopback(values.text(.host) ?? "") && proxies == .none
        requestQuotas = values.requestQuotas(isAlone: isAlone)
        streamsPerCaller = values.streamsPerCaller(isAlone: isAlone)
        signingKeyFile = keyFile
        databaseRole = values.text(.databaseRole)
        trustedKeys = values.text(.trustedKeys).map(Self.keyIDs)
        (self.dataFolder, self.database, self.tls) = (dataFolder, database, tls)
        (host, port) = (values.text(.host) ?? "", values.number(.port))
        databaseConnections = values.number(.databaseConnections)
        bundleStorage = values.limit(.bundleStorage, else: 0).map { Int64($0) << 20 }
        bootstrapToken = values.text(.bootstrapToken)
        importHosts = values.isOn(.urlImport) ? Self.importHosts(values) : nil
        role = values.text(.role).flatMap { Role(rawValue: $0) } ?? .all
        workers = values.number(.workers)
        lease = .seconds(values.number(.leaseSeconds))
        shutdownGrace = .seconds(values.number(.shutdownSeconds))
        runsKept = values.limit(.retentionDays, else: 0).map { .seconds($0 * 24 * 3600) }
        approvalWait = .seconds(values.number(.approvalDays) * 24 * 3600)
        driftEvery = values.limit(.driftHours, else: 0).map { .seconds($0 * 3600) }
        sessionIdle = .seconds(values.number(.sessionIdleHours) * 3600)
        sessionLife = .seconds(values.number(.sessionDays) * 24 * 3600)
        logLevel = values.text(.logLevel) ?? "info"
        logFormat = values.text(.logFormat).flatMap { LogFormat(rawValue: $0) } ?? .text
        (simulators, simulatorPort) = (values.isOn(.simulators), values.number(.simulatorPort))
        localFolders = values.text(.localFolders).flatMap { LocalFolders(rawValue: $0) } ?? .none
    }

    private static func tlsFiles(_ values: inout SettingValues, _ workingFolder: String) -> TLSFiles? {
        switch (values.text(.tlsCertificate), values.text(.tlsKey)) {
        case (let certificate?, let key?):
            return TLSFiles(
                certificate: absolute(certificate, from: workingFolder),
                key: absolute(key, from: workingFolder)
            )
        case (nil, nil):
            return nil
        case (_?, nil):
            values.complain(.tlsKey, "The certificate has no key.", fix: "Give --tls-key too.")
            return nil
        case (nil, _?):
            values.complain(.tlsCertificate, "The key has no certificate.", fix: "Give --tls-cert too.")
            return nil
        }
    }

    /// Tokens travel with every request, so nothing leaves this machine in the clear by accident.
    private static func checkListening(_ values: inout SettingValues, tls: TLSFiles?) {
        let host = values.text(.host) ?? ""
        guard tls == nil, !isLoopback(host), !values.isOn(.allowInsecure) else { return }
        values.complain(
            .host,
            "\(host) can be reached from other machines, and there is no TLS.",
            fix: "Give --tls-cert and --tls-key, or --allow-insecure where something in front adds TLS."
        )
    }

    private static func trustedProxies(_ values: inout SettingValues) -> TrustedProxies {
        guard let text = values.text(.trustedProxies) else { return .none }
        if let proxies = TrustedProxies(text) { return proxies }
        values.complain(
            .trustedProxies,
            "It holds something that is no IP address or network.",
            fix: "Give addresses such as 10.0.0.5 or networks such as 10.0.0.0/8, with commas in between."
        )
        return .none
    }

    /// Nil when the list is none.
    private static func importHosts(_ values: SettingValues) -> AllowedHosts? {
        guard let list = values.text(.urlImportHosts) else { return .all }
        return AllowedHosts(list)
    }

    private static func checkImportHosts(_ values: inout SettingValues) {
        guard importHosts(values) == nil else { return }
        values.complain(
            .urlImportHosts,
            "It is no list of host names.",
            fix: "Name hosts as in github.com,codeload.github.com,*.example.com,git.example.com:8443."
        )
    }

    private static func checkBootstrapToken(_ values: inout SettingValues) {
        guard let token = values.text(.bootstrapToken), token.utf8.count < 20 else { return }
        values.complain(.bootstrapToken, "It is shorter than 20 characters.", fix: "Take a long random one.")
    }

    private static func keyIDs(in list: String) -> Set<String> {
        Set(list.split { $0 == "," || $0 == " " }.map(String.init))
    }

    private static func checkTrustedKeys(_ values: inout SettingValues) {
        guard let list = values.text(.trustedKeys) else { return }
        let ids = keyIDs(in: list)
        guard ids.isEmpty || !ids.allSatisfy(PublicKey.isID) else { return }
        values.complain(
            .trustedKeys,
            "An id of a key has 64 hexadecimal digits.",
            fix: "`skillyard audit verify` shows the ids of the keys that signed."
        )
    }

    /// Whether an address can only be reached from this machine.
    package static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || isIPv4 && parts[0] == "127"
    }

    static func absolute(_ path: String, from folder: String) -> String {
        let joined = path.hasPrefix("/") ? path : folder + "/" + path
        let parts = joined.split(separator: "/").reduce(into: [Substring]()) { kept, part in
            switch part {
            case ".": break
            case "..": _ = kept.popLast()
            default: kept.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}
