import Domain

/// A file as the scan sees it: what it is by name and by content.
struct ScannedFile: Sendable {
    enum Kind: Sendable {
        case script
        case markdown
        case text
        /// Text with code in it: pages, notebooks, what a package runs.
        case mixed
        /// Settings and data that are text.
        case data
        case binary(BinaryKind)
        /// Bytes that are neither text nor anything known.
        case unknownBinary
    }

    let path: String
    /// In lower case, without the dot; empty for none.
    let suffix: String
    let kind: Kind
    let size: Int
    /// In UTF-8 as far as it is text.
    let content: [UInt8]

    init(_ file: BundleFile) {
        path = file.path
        size = file.content.count
        let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
        let dot = name.lastIndex(of: ".")
        suffix = dot.map { $0 == name.startIndex ? "" : name[$0...].dropFirst().lowercased() } ?? ""
        let binary = BinaryKind(of: file.content)
        if binary == nil, let decoded = Self.fromUTF16(file.content) {
            content = decoded
        } else {
            content = file.content
        }
        if let binary {
            kind = .binary(binary)
        } else if Self.scripts.contains(suffix) || content.starts(with: "#!".utf8) {
            kind = .script
        } else if Self.markdown.contains(suffix) {
            kind = .markdown
        } else if content.prefix(8_192).contains(0) {
            kind = file.isExecutable && suffix.isEmpty ? .script : .unknownBinary
        } else if Self.data.contains(suffix) {
            kind = .data
        } else {
            kind = file.isExecutable ? .script : .text
        }
    }

    static let scripts: Set = [
        "sh", "bash", "zsh", "fish", "ksh", "command", "ps1", "psm1", "bat", "cmd", "py", "pyw", "rb", "pl",
        "php",
        "js", "mjs", "cjs", "ts", "mts", "cts", "jsx", "tsx", "lua", "r", "swift", "go", "rs", "java", "kt",
        "cs",
        "applescript", "scpt", "vbs", "awk", "tcl", "exs", "jl",
    ]
    private static let markdown: Set = ["md", "mdx", "markdown", "mdc"]
    private static let data: Set = [
        "json", "jsonl", "yaml", "yml", "toml", "ini", "cfg", "conf", "env", "xml", "plist", "csv", "tsv",
        "lock",
        "svg", "html", "htm", "css", "properties",
    ]

    /// PowerShell and Windows editors write UTF-16, which is told by its mark.
    private static func fromUTF16(_ bytes: [UInt8]) -> [UInt8]? {
        let isLittle = bytes.starts(with: [0xFF, 0xFE])
        guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return nil }
        let units = stride(from: 2, to: bytes.count - 1, by: 2).lazy.map { index in
            let (low, high) = isLittle ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
            return UInt16(high) << 8 | UInt16(low)
        }
        return Array(String(decoding: Array(units), as: UTF16.self).utf8)
    }
}
