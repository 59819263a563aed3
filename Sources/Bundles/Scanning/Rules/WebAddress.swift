/// An address that stands in text.
struct WebAddress: Equatable, Sendable {
    /// In lower case, without user and port; empty where it is put together when it is used.
    let host: String
    /// In lower case, from its first `/` on; empty for none.
    let path: String
    let isEncrypted: Bool

    /// Every `http` and `https` address, in their order.
    static func all(in text: FoldedText) -> [WebAddress] {
        text.all("://").compactMap { place in
            let isEncrypted = text.string(max(0, place - 5)..<place) == "https"
            guard isEncrypted || text.string(max(0, place - 4)..<place) == "http" else { return nil }
            let rest = text.bytes[(place + 3)...]
            let authority = rest.prefix { !" \t\r\n\"'`/<>)?#\\|,;".utf8.contains($0) }
            let path = rest.dropFirst(authority.count).prefix(longestPath)
                .prefix { !" \t\r\n\"'`<>)?#\\|,;".utf8.contains($0) }
            return WebAddress(
                host: host(authority),
                path: String(decoding: path, as: UTF8.self),
                isEncrypted: isEncrypted
            )
        }
    }

    private static let longestPath = 128

    private static func host(_ authority: ArraySlice<UInt8>) -> String {
        let name =
            authority.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).last ?? []
        guard !name.contains(where: "{}$%*".utf8.contains) else { return "" }
        let end = name.first == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ":")
        return String(decoding: name.prefix { $0 != end }, as: UTF8.self)
    }

    /// A number instead of a name, and not of this machine or a private network.
    var isRaw: Bool {
        guard !isLocal else { return false }
        if host.hasPrefix("[") { return true }
        return !host.isEmpty
            && (host.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") } || host.hasPrefix("0x"))
    }

    /// Of this machine or a private network (RFC 1918, 3927, 4193, 6762).
    var isLocal: Bool {
        if let octets {
            switch (octets[0], octets[1]) {
            case (10, _), (127, _), (192, 168), (169, 254), (172, 16...31): return true
            default: return octets == [0, 0, 0, 0]
            }
        }
        return ["localhost", "[::1", "host.docker.internal"].contains(host)
            || ["[fc", "[fd", "[fe80"].contains { host.hasPrefix($0) }
            || [".local", ".localhost", ".internal"].contains { host.hasSuffix($0) }
    }

    /// The four numbers of an IPv4 address.
    private var octets: [Int]? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.count <= 3 && part.utf8.allSatisfy(\.isDigit) ? Int(part) : nil
        }
        return parts.count == 4 && numbers.count == 4 && numbers.allSatisfy { $0 < 256 } ? numbers : nil
    }

    /// Where well-known tools are installed from, by their own documentation, and where nobody else can publish.
    var isInstaller: Bool {
        guard isEncrypted, !path.contains(".."), !path.contains("%2e") else { return false }
        return Self.installers.contains { host == $0 || host.hasSuffix("." + $0) }
            || Self.paths[host].map { $0.contains { path.hasPrefix($0) } } == true
    }

    private static let installers = [
        "rustup.rs", "get.docker.com", "bun.sh", "bun.com", "astral.sh", "nodesource.com", "get.pnpm.io",
        "install.python-poetry.org", "get.sdkman.io", "nixos.org", "ollama.com", "ollama.ai", "claude.ai",
        "cli.github.com", "volta.sh", "mise.run", "starship.rs", "get.k3s.io", "install.determinate.systems",
        "rclone.org", "chocolatey.org", "get.scoop.sh", "sdk.cloud.google.com", "get.helm.sh",
        "get.maestro.mobile.dev", "opencode.ai", "cursor.com", "foundry.paradigm.xyz", "golang.org",
        "brew.sh",
        "supabase.com", "tailscale.com", "pixi.sh", "dot.net", "get.rvm.io", "bootstrap.pypa.io",
    ]

    /// Hosts where others publish too, with what belongs to the tool's own project.
    private static let paths = [
        "raw.githubusercontent.com": [
            "/homebrew/install/", "/nvm-sh/nvm/", "/ohmyzsh/ohmyzsh/", "/helm/helm/", "/k3d-io/k3d/",
            "/aquasecurity/trivy/", "/anchore/grype/", "/anchore/syft/", "/golangci/golangci-lint/",
            "/astral-sh/uv/", "/foundry-rs/foundry/", "/trufflesecurity/trufflehog/",
            "/pyenv/pyenv-installer/",
        ],
        "deno.land": ["/install.sh", "/install.ps1", "/x/install/install.sh"],
        "fly.io": ["/install.sh"],
        "vercel.com": ["/install"],
        "railway.com": ["/install.sh"],
        "railway.app": ["/install.sh"],
    ]
}
