import Contract

/// A shell that is handed to another machine.
enum ReverseShells: PassageRule {
    static let literals = texts(
        "/dev/tcp/",
        "/dev/udp/",
        "nc -",
        "ncat",
        "netcat",
        "mkfifo",
        "pty.spawn",
        "socat",
        "os.dup2",
        "tcpclient("
    )

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let text = passage.folded
        let isShell = text.contains(anyOf: [
            "sh -i", "/bin/sh", "/bin/bash", "cmd.exe", "powershell", "exec:",
        ])
        let isOpen =
            text.contains(anyOf: ["/dev/tcp/", "/dev/udp/"])
            && (text.contains("sh -i") || text.contains("0>&1") || text.contains("<&1"))
            || isShell
                && text.contains(anyOf: ["nc -e", "ncat -e", "nc -c", "netcat -e", "socat ", "--exec"])
            || isShell && text.contains("mkfifo")
                && text.contains(anyOf: ["nc ", "ncat ", "openssl s_client"])
            || text.contains(anyOf: ["pty.spawn", "os.dup2"]) && text.contains("socket")
            || isShell && text.contains("tcpclient(")
        guard isOpen else { return }
        notes.add(
            .reverseShell,
            passage.level(script: .block, block: .warning, prose: .warning),
            line: passage.line,
            "A shell is opened to another machine."
        )
    }
}

/// Commands that erase a home folder, a disk or a whole machine.
enum Destruction: PassageRule {
    static let literals = texts(
        "rm -",
        "mkfs",
        "of=/dev/",
        ":(){",
        "--no-preserve-root",
        "format c:",
        "rd /s",
        "rmtree("
    )

    private static let targets: Set = [
        "/", "/*", "~", "~/", "~/*", "$home", "$home/", "$home/*", "${home}", "${home}/", "/home", "/usr",
        "/etc",
        "/*.*", "c:\\", "c:\\*", "%userprofile%", "$env:userprofile",
    ]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let text = passage.folded
        guard erases(text) || text.contains("--no-preserve-root") || overwrites(text) || isBomb(text) else {
            return
        }
        notes.add(
            .destruction,
            passage.level(script: .block, block: .warning, prose: .note),
            line: passage.line,
            "A command erases a home folder, a disk or the whole machine."
        )
    }

    private static func erases(_ text: FoldedText) -> Bool {
        // Brackets and quotes must stay: `${HOME}` is a target, and `{` parts words elsewhere.
        let words = text.string(0..<text.bytes.count).split { " \t\n\"'`;&|()".contains($0) }.map(String.init)
        for (index, word) in words.enumerated() where word == "rm" || word.hasSuffix("/rm") {
            let options = words[(index + 1)...].prefix { $0.hasPrefix("-") }
            let flags = options.joined()
            guard flags.contains("r"), flags.contains("f") else { continue }
            let names = words[(index + 1 + options.count)...].prefix { !$0.hasPrefix("#") && $0 != "rm" }
                .prefix(8)
            if names.contains(where: targets.contains) { return true }
        }
        return text.contains("rmtree(")
            && text.contains(anyOf: [
                "rmtree(\"/\"", "rmtree('/'", "rmtree(path.home())", "rmtree(os.path.expanduser(\"~\")",
                "rmtree(os.path.expanduser('~')",
            ])
    }

    private static func overwrites(_ text: FoldedText) -> Bool {
        text.contains(anyOf: ["of=/dev/sd", "of=/dev/nvme", "of=/dev/disk", "of=/dev/hd", "of=/dev/vd"])
            || text.contains("mkfs") && text.contains(anyOf: [" /dev/sd", " /dev/nvme", " /dev/vd"])
    }

    private static func isBomb(_ text: FoldedText) -> Bool {
        text.contains(":(){") && text.contains(":|:")
    }
}

/// Commands that stay behind: they start by themselves later, or let somebody in.
enum Persistence: PassageRule {
    static let literals = texts(
        "authorized_keys",
        "crontab",
        "/etc/cron",
        "launchagents",
        "launchdaemons",
        "schtasks",
        "systemctl enable",
        ".bashrc",
        ".zshrc",
        ".bash_profile",
        ".profile",
        "currentversion\\run",
        "/etc/sudoers",
        "/etc/rc.local",
        "/etc/ld.so.preload"
    )

    private static let profiles: [StaticString] = [".bashrc", ".zshrc", ".bash_profile", ".profile"]

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let text = passage.folded
        let writes = text.contains(anyOf: [">>", "tee -a", "> ", "open(", "appendfile", "cp ", "write"])
        if writes, text.contains(anyOf: ["authorized_keys", "/etc/sudoers", "/etc/ld.so.preload"]) {
            let level = passage.level(script: .block, block: .warning, prose: .note)
            notes.add(.persistence, level, line: passage.line, "A command lets somebody in, later too.")
        } else if isScheduled(text, writes) {
            let level = passage.level(script: .warning, block: .note, prose: .note)
            let message: Phrase = "A command has something start by itself later."
            notes.add(.persistence, level, line: passage.line, as: "timer", message)
        } else if text.contains(anyOf: [">>", "tee -a"]), text.contains(anyOf: profiles) {
            // Widening PATH is what every tool asks for.
            let isPlain = text.contains(anyOf: ["export ", "path", "completion", "eval \"$(", "alias "])
            let level = passage.level(script: isPlain ? .note : .warning, block: .note, prose: .note)
            let message: Phrase = "A command changes how every shell starts."
            notes.add(.persistence, level, line: passage.line, as: "profile", message)
        }
    }

    private static func isScheduled(_ text: FoldedText, _ writes: Bool) -> Bool {
        text.contains(anyOf: ["| crontab", "schtasks /create", "schtasks.exe /create"])
            || writes
                && text.contains(anyOf: ["/etc/cron", "launchagents", "launchdaemons", "/etc/rc.local"])
            || text.contains("reg add") && text.contains("currentversion\\run")
    }
}
