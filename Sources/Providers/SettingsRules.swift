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
                ? []
                : [
                    .init(
                        "/base_url",
                        .unknown,
                        as: "folder_address",
                        "A folder has no address; leave it out."
                    )
                ]
        }
        if address.isEmpty {
            return [.init("/base_url", .required, as: "base_url", "Enter the address of the provider's API.")]
        }
        if ServiceURL(address) == nil {
            let detail: Phrase =
                "Enter an http or https address with a host, without user name, query or fragment."
            return [.init("/base_url", .format, as: "base_url", detail)]
        }
        return []
    }

    private static func credentialFaults(_ settings: ProviderSettings) -> [Problem.Fault] {
        guard let reference = settings.credential, !reference.isEmpty else { return [] }
        if settings.kind == .folder {
            let detail: Phrase = "A folder needs no credential; leave it out."
            return [.init("/credential", .unknown, as: "folder_credential", detail)]
        }
        // The text is not repeated: somebody may have entered the key itself.
        guard SecretReference(reference) == nil else { return [] }
        let detail: Phrase =
            "Enter where the key lies: env:NAME, file:/absolute/path or sealed, never the key itself."
        return [.init("/credential", .format, as: "credential", detail)]
    }

    private static func optionFaults(_ settings: ProviderSettings) -> [Problem.Fault] {
        let known = options(of: settings.kind)
        var faults: [Problem.Fault] = []
        for name in settings.options.keys.sorted() where known[name] == nil {
            let names = known.keys.sorted().joined(separator: ", ")
            let pointer = "/options/\(escaped(name))"
            faults.append(
                known.isEmpty
                    ? .init(pointer, .unknown, as: "no_options", "This kind takes no options.")
                    : .init(pointer, .unknown, as: "option", "This kind takes: \(names, as: "names").")
            )
        }
        for (name, isRequired) in known.sorted(by: { $0.key < $1.key }) {
            let value = settings.options[name]
            if isRequired, value?.isEmpty ?? true {
                let detail: Phrase = "The option `\(name, as: "name")` is required."
                faults.append(.init("/options/\(name)", .required, as: "option", detail))
            } else if let value, name != "root", !isHeaderSafe(value) {
                faults.append(
                    .init(
                        "/options/\(name)",
                        .format,
                        as: "option",
                        "Use visible ASCII characters and spaces only."
                    )
                )
            }
        }
        if let address = settings.options["token_uri"], ServiceURL(address) == nil {
            let detail: Phrase = "Enter an http or https address."
            faults.append(.init("/options/token_uri", .format, as: "token_uri", detail))
        }
        return faults
    }

    private static func folderFaults(_ options: [String: String]) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if let client = options["client"], !client.isEmpty, FolderClient(rawValue: client) == nil {
            let names = FolderClient.allCases.map(\.rawValue).joined(separator: ", ")
            let detail: Phrase = "Use one of: \(names, as: "names")."
            faults.append(.init("/options/client", .choice, as: "client", detail))
        }
        let scope = options["scope"] ?? FolderScope.user.rawValue
        if FolderScope(rawValue: scope) == nil {
            faults.append(.init("/options/scope", .choice, as: "scope", "Use user or project."))
        }
        let root = options["root"] ?? ""
        if root.isEmpty, scope == FolderScope.project.rawValue {
            let detail: Phrase = "Enter the absolute path of the project's folder."
            faults.append(.init("/options/root", .required, as: "root", detail))
        } else if options["root"] != nil, !root.hasPrefix("/") {
            let detail: Phrase = "Enter an absolute path, or leave it out for the home folder."
            faults.append(.init("/options/root", .format, as: "root", detail))
        }
        return faults
    }

    private static func isHeaderSafe(_ value: String) -> Bool {
        value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// As a part of a JSON pointer (RFC 6901, section 3).
    private static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
