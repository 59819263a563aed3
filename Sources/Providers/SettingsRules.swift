import Contract

/// Which settings each kind of provider takes.
enum SettingsRules {
    /// The options a kind knows; the value says whether it cannot do without.
    static func options(of kind: ProviderKind) -> [String: Bool] {
        switch kind {
        case .openai: ["organization": false, "project": false]
        case .claude: ["workspace": false]
        case .gemini: ["project": true, "location": true, "token_uri": false]
        case .folder: ["client": true, "scope": false, "root": false]
        case .http: [:]
        }
    }

    static func faults(in settings: ProviderSettings) -> [Problem.Fault] {
        addressFaults(settings) + credentialFaults(settings) + optionFaults(settings)
            + (settings.kind == .folder ? folderFaults(settings.options) : [])
    }

    private static func addressFaults(_ settings: ProviderSettings) -> [Problem.Fault] {
        let address = settings.baseURL ?? ""
        if settings.kind == .folder {
            return address.isEmpty
                ? [] : [fault("/base_url", "unknown_value", "A folder has no address; leave it out.")]
        }
        if address.isEmpty {
            return [fault("/base_url", "missing_value", "Enter the address of the provider's API.")]
        }
        if ServiceURL(address) == nil {
            let detail = "Enter an http or https address with a host, without user name, query or fragment."
            return [fault("/base_url", "invalid_value", detail)]
        }
        return []
    }

    private static func credentialFaults(_ settings: ProviderSettings) -> [Problem.Fault] {
        guard let reference = settings.credential, !reference.isEmpty else { return [] }
        if settings.kind == .folder {
            return [fault("/credential", "unknown_value", "A folder needs no credential; leave it out.")]
        }
        // The text is not repeated: somebody may have entered the key itself.
        guard SecretReference(reference) == nil else { return [] }
        let detail = "Enter where the key lies: env:NAME or file:/absolute/path, never the key itself."
        return [fault("/credential", "invalid_value", detail)]
    }

    private static func optionFaults(_ settings: ProviderSettings) -> [Problem.Fault] {
        let known = options(of: settings.kind)
        var faults: [Problem.Fault] = []
        for name in settings.options.keys.sorted() where known[name] == nil {
            let names = known.keys.sorted().joined(separator: ", ")
            let detail = known.isEmpty ? "This kind takes no options." : "This kind takes: \(names)."
            faults.append(fault("/options/\(escaped(name))", "unknown_option", detail))
        }
        for (name, isRequired) in known.sorted(by: { $0.key < $1.key }) {
            let value = settings.options[name]
            if isRequired, value?.isEmpty ?? true {
                faults.append(fault("/options/\(name)", "missing_value", "The option `\(name)` is required."))
            } else if let value, name != "root", !isHeaderSafe(value) {
                faults.append(
                    fault(
                        "/options/\(name)",
                        "invalid_value",
                        "Use visible ASCII characters and spaces only."
                    )
                )
            }
        }
        if let address = settings.options["token_uri"], ServiceURL(address) == nil {
            faults.append(fault("/options/token_uri", "invalid_value", "Enter an http or https address."))
        }
        return faults
    }

    private static func folderFaults(_ options: [String: String]) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if let client = options["client"], !client.isEmpty, FolderClient(rawValue: client) == nil {
            let names = FolderClient.allCases.map(\.rawValue).joined(separator: ", ")
            faults.append(fault("/options/client", "invalid_value", "Use one of: \(names)."))
        }
        let scope = options["scope"] ?? FolderScope.user.rawValue
        if FolderScope(rawValue: scope) == nil {
            faults.append(fault("/options/scope", "invalid_value", "Use user or project."))
        }
        let root = options["root"] ?? ""
        if root.isEmpty, scope == FolderScope.project.rawValue {
            let detail = "Enter the absolute path of the project's folder."
            faults.append(fault("/options/root", "missing_value", detail))
        } else if options["root"] != nil, !root.hasPrefix("/") {
            let detail = "Enter an absolute path, or leave it out for the home folder."
            faults.append(fault("/options/root", "invalid_value", detail))
        }
        return faults
    }

    private static func isHeaderSafe(_ value: String) -> Bool {
        value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private static func fault(_ pointer: String, _ code: String, _ detail: String) -> Problem.Fault {
        Problem.Fault(pointer: pointer, code: code, detail: detail)
    }

    /// As a part of a JSON pointer (RFC 6901, section 3).
    private static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
