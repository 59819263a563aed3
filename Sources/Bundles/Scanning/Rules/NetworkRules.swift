import Contract
import Domain

/// Where credentials lie on a person's machine.
enum CredentialPlaces: PassageRule {
    private static let places: [StaticString] = [
        ".aws/credentials", ".ssh/id_", "/.netrc", "\".netrc", ".pypirc", ".docker/config.json",
        ".kube/config",
        "application_default_credentials", ".config/gcloud", ".gnupg", "login.keychain",
        "find-generic-password",
        "cookies.sqlite", "wallet.dat", "/etc/shadow", ".git-credentials", "id_rsa", "id_ed25519",
        ".claude.json",
        ".codex/auth.json", "dict(os.environ)", "json.stringify(process.env)", "os.environ.items()",
        "os.environ.copy()).encode",
    ]

    static let literals = places.map { Array($0.description.utf8) }

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard passage.place == .script || passage.place == .block else { return }
        guard let place = places.first(where: passage.folded.contains) else { return }
        notes.note(credentialAt: passage.line, place.description)
    }
}

/// Calls to other machines.
enum NetworkCalls: PassageRule {
    static let literals = texts(
        "urlopen",
        "requests.",
        "httpx",
        "aiohttp",
        "urllib.request",
        "urllib3",
        "http.client",
        "socket.socket(",
        "create_connection(",
        "fetch(",
        "axios",
        "xmlhttp",
        "curl ",
        "wget ",
        "invoke-webrequest",
        "invoke-restmethod",
        "net/http",
        "net::http",
        "open-uri",
        "http.get",
        "https.get",
        "https.request",
        "http.request",
        "websocket",
        "smtplib",
        "ftplib",
        "paramiko",
        "scp ",
        "rsync ",
        "| nc ",
        "urlsession",
        "resttemplate",
        "got(",
        "got.post"
    )

    private static let sends: [StaticString] = [
        "post", "put(", " -d ", "--data", " -f ", " -t ", "--upload-file", "data=", "json=", "body:",
        "files=",
        ".send(", "sendall(", "scp ", "rsync ", "| nc ", "sendmail(",
    ]

    /// What only makes a name known.
    private static let imports = ["import", "from", "const", "use", "using", "require"]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard passage.place == .script || passage.place == .block, !passage.isPrinted else { return }
        let text = passage.folded
        let addresses = WebAddress.all(in: text)
        if addresses.isEmpty, let first = text.commandWords(0..<40).first, imports.contains(first) { return }
        let isSending =
            text.contains(anyOf: sends)
            || text.first("urlopen(").map { text.first(",", from: $0) != nil } == true
        for host in addresses.isEmpty ? [nil] : addresses.map(Optional.some) where host?.isLocal != true {
            let name = host.flatMap { $0.host.isEmpty ? nil : $0.host }
            notes.note(.init(line: passage.line, host: name, isSending: isSending))
        }
    }
}

/// Services that take in anything from anybody and show it to whoever asks.
enum DropHosts: PassageRule {
    private static let hosts: [StaticString] = [
        "webhook.site", "requestbin", ".pipedream.net", ".ngrok.io", ".ngrok-free.app", ".ngrok.app",
        "burpcollaborator", ".oast.", "oastify.com", "interact.sh", "pastebin.com/api", "transfer.sh",
        "://file.io",
        "://0x0.st", "://ix.io", "termbin.com", ".trycloudflare.com", "discord.com/api/webhooks",
        "discordapp.com/api/webhooks", "api.telegram.org/bot", ".serveo.net", "localhost.run",
        "beeceptor.com",
        "requestcatcher.com", "hookbin.com",
    ]

    static let literals = hosts.map { Array($0.description.utf8) }

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        guard let host = hosts.first(where: passage.folded.contains) else { return }
        notes.add(
            .dropHost,
            passage.level(script: .warning, block: .warning, prose: .note),
            line: passage.line,
            "\(host, as: "host") takes in anything from anybody."
        )
    }
}

/// What a skill says about the network.
struct NetworkDeclaration: Sendable {
    private let isDeclared: Bool
    /// SKILL.md, in lower case.
    private let manifest: FoldedText

    init(_ manifest: SkillManifest?, files: [BundleFile]) {
        let words: [StaticString] = [
            "network", "internet", "online", "http", "api", "web access", "네트워크", "인터넷", "온라인",
        ]
        let compatibility = FoldedText((manifest?.compatibility ?? "").utf8)
        let tools = (manifest?.allowedTools ?? []).joined(separator: " ").lowercased()
        isDeclared =
            compatibility.contains(anyOf: words) || tools.contains("webfetch") || tools.contains("curl")
        self.manifest = FoldedText(
            files.first { $0.path == SkillFile.manifest }?.content.prefix(1 << 20) ?? []
        )
    }

    /// Whether the skill says that it calls a host; nil asks for any.
    func covers(_ host: String?) -> Bool {
        if isDeclared { return true }
        guard let host else { return false }
        // The service's own name is enough: who reads “GitHub” expects api.github.com.
        let parts = host.split(separator: ".")
        let name = parts.dropLast().last.map(String.init) ?? host
        return !manifest.all(Array(host.utf8)).isEmpty
            || name.count > 2 && !manifest.all(Array(name.utf8)).isEmpty
    }
}

/// What the calls of a whole file come to.
enum NetworkRules {
    static func conclude(_ file: ScannedFile, _ declaration: NetworkDeclaration, _ notes: inout FileNotes) {
        upload(&notes)
        guard case .script = file.kind else { return }
        let undeclared = notes.networkUses.filter { !declaration.covers($0.host) }
        if let use = undeclared.first(where: { $0.host != nil }), let host = use.host {
            let message: Phrase = "The script calls \(host, as: "host"), which SKILL.md does not mention."
            notes.add(.undeclaredNetwork, .warning, line: use.line, message)
        } else if let use = undeclared.first {
            let message: Phrase = "The script calls other machines, which SKILL.md does not say."
            notes.add(.undeclaredNetwork, .note, line: use.line, as: "somewhere", message)
        }
    }

    /// Credentials that are read where something is sent away.
    private static func upload(_ notes: inout FileNotes) {
        guard let credential = notes.credential else { return }
        let sending = notes.networkUses.first { $0.isSending || $0.line == credential.line }
        guard let use = sending else { return }
        notes.add(
            .credentialUpload,
            .block,
            line: credential.line,
            as: use.host == nil ? "somewhere" : nil,
            use.host.map { host in
                """
                \(credential.place, as: "place") is read, and line \(use.line, as: "sender") sends something \
                to \(host, as: "host").
                """
            } ?? """
                \(credential.place, as: "place") is read, and line \(use.line, as: "sender") sends something \
                to another machine.
                """
        )
    }
}
