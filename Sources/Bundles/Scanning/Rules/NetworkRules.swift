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
        ".claude.json", "~/.ssh ", "~/.ssh/ ", "~/.ssh/*", "$home/.ssh ", "$home/.ssh\"", "$home/.ssh/*",
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
        "post", "put(", " -d ", " -d@", " -d'", " -d\"", " -d$", "--data", " -f ", " -t ", "--upload-file",
        "data=", "json=", "body:",
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
            || text.contains("?") && text.contains(anyOf: ["=$", "={", "=\" +", "=' +", "=\"+", "='+"])
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
    /// Names with dots, and words, that SKILL.md has; in lower case.
    private let hosts: Set<String>
    private let words: Set<String>

    init(_ manifest: SkillManifest?, files: [BundleFile]) {
        let saying: [StaticString] = [
            "network", "internet", "online", "http", "api", "web access", "네트워크", "인터넷", "온라인",
        ]
        let compatibility = FoldedText((manifest?.compatibility ?? "").utf8)
        let tools = (manifest?.allowedTools ?? []).joined(separator: " ").lowercased()
        isDeclared =
            compatibility.contains(anyOf: saying) || tools.contains("webfetch") || tools.contains("curl")
        let text = FoldedText(files.first { $0.path == SkillFile.manifest }?.content.prefix(1 << 20) ?? [])
        // Read once into sets: whatever is asked for then takes the same time.
        let dot = UInt8(ascii: ".")
        let names = text.bytes.split { !($0.isLetterOrDigit || $0 == dot || $0 == UInt8(ascii: "-")) }
        hosts = Set(
            names.lazy.filter { $0.contains(dot) }.map {
                String(decoding: $0.last == dot ? $0.dropLast() : $0, as: UTF8.self)
            }
        )
        words = Set(
            text.bytes.split { !$0.isLetterOrDigit && $0 != UInt8(ascii: "-") }.lazy.flatMap { word in
                [word] + word.split(separator: UInt8(ascii: "-"))
            }
            .map { String(decoding: $0, as: UTF8.self) }
        )
    }

    /// What stands before the name of a country: `corp.co.kr`.
    private static let generic: Set = ["co", "com", "or", "org", "ac", "edu", "go", "gov", "ne", "net"]

    /// Whether the skill says that it calls a host; nil asks for any.
    func covers(_ host: String?) -> Bool {
        if isDeclared { return true }
        guard let host else { return false }
        if hosts.contains(host) { return true }
        // The service's own name is enough: who reads “GitHub” expects api.github.com.
        var parts = host.split(separator: ".").dropLast()
        if parts.count > 1, parts.last.map({ Self.generic.contains(String($0)) }) == true {
            parts.removeLast()
        }
        guard let name = parts.last, name.utf8.count > 2, name.contains(where: \.isLetter) else {
            return false
        }
        return words.contains(String(name))
    }
}

/// What the calls of a whole file come to.
enum NetworkRules {
    static func conclude(_ file: ScannedFile, _ notes: inout FileNotes) {
        upload(&notes)
        guard case .script = file.kind else { return }
        if let use = notes.undeclaredHost, let host = use.host {
            let message: Phrase = "The script calls \(host, as: "host"), which SKILL.md does not mention."
            notes.add(.undeclaredNetwork, .warning, line: use.line, message)
        } else if let use = notes.undeclared {
            let message: Phrase = "The script calls other machines, which SKILL.md does not say."
            notes.add(.undeclaredNetwork, .note, line: use.line, as: "somewhere", message)
        }
    }

    /// Credentials that are read where something is sent away.
    private static func upload(_ notes: inout FileNotes) {
        let pair = notes.sending.flatMap { use in notes.credential.map { ($0, use) } }
        guard let (credential, use) = pair ?? notes.leak else { return }
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
