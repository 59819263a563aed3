/// An address that stands in text.
struct WebAddress: Equatable, Sendable {
    /// In lower case, without user and port; empty where it is put together when it is used.
    let host: String
    let isEncrypted: Bool

    /// Every `http` and `https` address, in their order.
    static func all(in text: FoldedText) -> [WebAddress] {
        text.all("://").compactMap { place in
            let isEncrypted = text.string(max(0, place - 5)..<place) == "https"
            guard isEncrypted || text.string(max(0, place - 4)..<place) == "http" else { return nil }
            let authority = text.bytes[(place + 3)...].prefix { !" \t\r\n\"'`/<>)?#\\|,;".utf8.contains($0) }
            let name =
                authority.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).last ?? []
            guard !name.contains(where: "{}$%*".utf8.contains) else { return WebAddress("", isEncrypted) }
            if name.first == UInt8(ascii: "[") {
                return WebAddress(
                    String(decoding: name.prefix { $0 != UInt8(ascii: "]") }, as: UTF8.self),
                    isEncrypted
                )
            }
            let host = name.prefix { $0 != UInt8(ascii: ":") }
            return WebAddress(String(decoding: host, as: UTF8.self), isEncrypted)
        }
    }

    private init(_ host: String, _ isEncrypted: Bool) {
        self.host = host
        self.isEncrypted = isEncrypted
    }

    /// A number instead of a name, and not of this machine or a private network.
    var isRaw: Bool {
        guard !isLocal else { return false }
        if host.hasPrefix("[") { return true }
        return !host.isEmpty
            && (host.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") } || host.hasPrefix("0x"))
    }

    var isLocal: Bool {
        ["localhost", "0.0.0.0", "[::1", "host.docker.internal"].contains(host)
            || ["127.", "10.", "192.168.", "169.254."].contains { host.hasPrefix($0) }
            || [".local", ".localhost", ".internal"].contains { host.hasSuffix($0) }
    }

    /// Set aside for examples (RFC 2606).
    var isExample: Bool {
        host == "example" || [".example", ".invalid", ".test"].contains { host.hasSuffix($0) }
            || ["example.com", "example.org", "example.net"].contains {
                host == $0 || host.hasSuffix("." + $0)
            }
    }

    /// Where well-known tools are installed from, by their own documentation.
    var isInstaller: Bool {
        isEncrypted && Self.installers.contains { host == $0 || host.hasSuffix("." + $0) }
    }

    private static let installers = [
        "rustup.rs", "get.docker.com", "bun.sh", "bun.com", "deno.land", "astral.sh", "nodesource.com",
        "get.pnpm.io",
        "install.python-poetry.org", "get.sdkman.io", "nixos.org", "ollama.com", "ollama.ai", "claude.ai",
        "cli.github.com", "fly.io", "volta.sh", "mise.run", "starship.rs", "get.k3s.io",
        "raw.githubusercontent.com",
        "install.determinate.systems", "sh.rustup.rs", "rclone.org", "chocolatey.org", "get.scoop.sh",
        "sdk.cloud.google.com",
        "get.helm.sh", "expo.dev", "get.maestro.mobile.dev", "opencode.ai", "cursor.com",
        "foundry.paradigm.xyz",
        "golang.org", "brew.sh", "vercel.com", "supabase.com", "tailscale.com", "pixi.sh", "railway.com",
        "railway.app",
        "dot.net", "get.rvm.io", "bootstrap.pypa.io",
    ]
}
