package import Engine

/// Where the keys lie that credentials are sealed with.
package enum SecretKeys: Equatable, Sendable, CustomStringConvertible {
    /// The keys themselves, in base64; a secret.
    case given(String)
    /// A file of somebody else's, which has to be there.
    case file(String)
    /// A file of our own, which is made when it is needed.
    case made(String)
    case none

    package var description: String {
        switch self {
        case .given: "given"
        case .file(let path): "file \(path)"
        case .made(let path): "made \(path)"
        case .none: "none"
        }
    }

    /// Nil where no file is read.
    var path: String? {
        switch self {
        case .file(let path), .made(let path): path
        case .given, .none: nil
        }
    }

    package var store: any KeyStore {
        switch self {
        case .given(let text): GivenKeys(text: text) ?? GivenKeys([])
        case .file(let path): SealingKeyFile(path: path, isOurs: false)
        case .made(let path): SealingKeyFile(path: path, isOurs: true)
        case .none: GivenKeys([])
        }
    }
}

extension Configuration {
    /// Reads where the keys are, and nothing else: for commands that need no server's settings.
    ///
    /// - Throws: ``ConfigurationError``
    package static func secretKeys(
        flags: [String: String],
        environment: [String: String],
        workingFolder: String
    ) throws(ConfigurationError) -> SecretKeys {
        let settings: [Setting] = [.data, .databaseURL, .secretsKey, .secretsKeyFile]
        var values = SettingValues(flags: flags, environment: environment, among: settings)
        let dataFolder = absolute(values.text(.data) ?? "", from: workingFolder)
        let database = databaseLocation(&values, dataFolder, workingFolder)
        let keys = secretKeys(&values, database, dataFolder, workingFolder)
        guard values.faults.isEmpty else { throw ConfigurationError(faults: values.faults) }
        return keys
    }

    static func secretKeys(
        _ values: inout SettingValues,
        _ database: DatabaseLocation,
        _ dataFolder: String,
        _ workingFolder: String
    ) -> SecretKeys {
        switch (values.text(.secretsKey), values.text(.secretsKeyFile)) {
        case (let text?, nil):
            if GivenKeys(text: text) == nil {
                values.complain(
                    .secretsKey,
                    "It is no list of keys.",
                    fix: "A key is 32 random bytes in base64: openssl rand -base64 32."
                )
            }
            return .given(text)
        case (nil, let path?):
            return .file(absolute(path, from: workingFolder))
        case (_?, _?):
            values.complain(.secretsKeyFile, "There are keys in two places.", fix: "Keep one of the two.")
            return .none
        case (nil, nil):
            // Other hosts may share a PostgreSQL database, and none of them would have a key that one made for itself.
            guard case .sqlite = database else { return .none }
            return .made(dataFolder + "/keys/secrets")
        }
    }
}
