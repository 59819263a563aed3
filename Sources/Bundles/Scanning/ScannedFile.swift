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
    /// Whether nothing but its being text says what it is; it counts as a script then.
    let isGuessed: Bool
    let size: Int
    /// In UTF-8 as far as it is text.
    let content: [UInt8]

    init(_ file: BundleFile) {
        path = file.path
        size = file.content.count
        let name = Self.name(of: file.path)
        suffix = Self.suffix(of: name)
        let binary = BinaryKind(of: file.content)
        if binary != nil {
            content = file.content
        } else {
            let text = Self.fromUTF16(file.content) ?? Self.withoutNulls(file.content) ?? file.content
            content = Self.withoutGaps(text)
        }
        let known = Self.kind(ofText: suffix, name: name.lowercased())
        isGuessed = known == nil
        if let binary {
            kind = .binary(binary)
        } else if content.prefix(8_192).contains(0) {
            kind = file.isExecutable && suffix.isEmpty ? .script : .unknownBinary
        } else if content.starts(with: "#!".utf8) || file.isExecutable && known?.mayRun != false {
            kind = .script
        } else if known?.mayRun == true, Self.isAmongScripts(path) {
            // Whatever it is called: it lies where what runs lies.
            kind = .script
        } else {
            kind = known?.kind ?? .script
        }
    }

    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// In lower case and without its dot; empty for a name that only begins with one.
    static func suffix(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[dot...].dropFirst().lowercased()
    }

    /// Whether it lies where what runs lies.
    static func isAmongScripts(_ path: String) -> Bool {
        path.hasPrefix("scripts/") || path.contains("/scripts/")
    }

    /// What text is by its name, and whether it may be a script nevertheless; nil for names that say nothing.
    static func kind(ofText suffix: String, name: String) -> (kind: Kind, mayRun: Bool)? {
        if scripts.contains(suffix) { return (.script, true) }
        if markdown.contains(suffix) { return (.markdown, false) }
        if name == "package.json" || mixed.contains(suffix) { return (.mixed, false) }
        if data.contains(suffix) { return (.data, false) }
        let isPlain = text.contains(suffix) || suffix.isEmpty && titles.contains { name.hasPrefix($0) }
        return isPlain ? (.text, true) : nil
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
        "lock", "css", "properties",
    ]
    private static let mixed: Set = ["ipynb", "html", "htm", "xhtml", "svg"]
    private static let text: Set = [
        "txt", "text", "rst", "adoc", "asciidoc", "org", "tex", "bib", "log", "srt", "vtt", "po", "pot",
        "diff",
        "patch",
    ]
    /// Files without an extension that people read.
    private static let titles = [
        "readme", "license", "licence", "notice", "changelog", "changes", "authors", "contributing",
        "contributors", "copying", "version", "codeowners",
    ]

    /// Blanks beyond so many in a row only push apart what belongs together.
    private static let longestGap = 64

    private static func withoutGaps(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var blanks = 0
        for byte in bytes {
            blanks = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") ? blanks + 1 : 0
            if blanks <= longestGap { result.append(byte) }
        }
        return result
    }

    /// Shells leave out what is zero, so that a script may hold it; a program or table holds other things too.
    private static func withoutNulls(_ bytes: [UInt8]) -> [UInt8]? {
        let head = bytes.prefix(8_192)
        guard head.contains(0) else { return nil }
        let rest = head.filter { $0 != 0 }
        let printable = rest.count(where: { $0 >= 0x20 && $0 != 0x7F || [9, 10, 13].contains($0) })
        guard rest.count >= 8, printable * 20 >= rest.count * 19, rest.contains(where: \.isLetter),
            rest.count(where: { $0 >= 0x80 }) * 2 < rest.count
        else { return nil }
        return bytes.filter { $0 != 0 }
    }

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
