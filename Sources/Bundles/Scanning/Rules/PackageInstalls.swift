import Contract

/// Packages from somewhere else than their registry, or under a name that is nearly a well-known one.
enum PackageInstalls: PassageRule {
    static let literals = texts(
        "pip install",
        "pip3 install",
        "npm install",
        "npm i ",
        "npx ",
        "yarn add",
        "pnpm add",
        "uvx ",
        "uv add",
        "index-url",
        "--registry",
        "bun add"
    )

    static func read(_ passage: Passage, into notes: inout FileNotes) {
        let text = passage.folded
        if text.contains(anyOf: [
            "index-url", "--registry", "-i http", "git+http", "install http", "add http",
        ]),
            let address = WebAddress.all(in: text).first(where: { $0.isRaw || !$0.isEncrypted && !$0.isLocal }
            )
        {
            notes.add(
                .untrustedPackage,
                passage.level(script: .warning, block: .warning, prose: .warning),
                line: passage.line,
                "A package comes from \(address.host, as: "host"), not from its registry."
            )
        }
        for name in names(in: text) {
            guard let known = Self.known.first(where: { Self.isNearly(name, $0) }) else { continue }
            notes.add(
                .untrustedPackage,
                .warning,
                line: passage.line,
                as: "similar",
                "The package \(name, as: "package") is nearly named like \(known, as: "known"), and is not that."
            )
        }
    }

    private static let verbs: Set = ["install", "i", "add", "npx", "uvx"]

    private static func names(in text: FoldedText) -> [String] {
        let words = text.commandWords(0..<text.bytes.count)
        guard let verb = words.firstIndex(where: verbs.contains) else { return [] }
        return words[(verb + 1)...].prefix { !["&&", "|", "#", "||"].contains($0) }.prefix(30)
            .filter { !$0.hasPrefix("-") && !$0.contains("/") && !$0.contains(":") }
            .map { String($0.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) }
            .filter { $0.utf8.count >= 5 && !known.contains($0) && !neighbors.contains($0) }
    }

    private static let known: Set = [
        "requests", "urllib3", "numpy", "pandas", "scipy", "matplotlib", "tensorflow", "pytorch", "torch",
        "django",
        "flask", "fastapi", "beautifulsoup4", "selenium", "playwright", "cryptography", "paramiko", "pillow",
        "pyyaml",
        "openai", "anthropic", "boto3", "botocore", "setuptools", "colorama", "python-dateutil",
        "scikit-learn",
        "pydantic", "sqlalchemy", "pytest", "express", "lodash", "react-dom", "webpack", "typescript",
        "eslint",
        "prettier", "chalk", "axios", "commander", "dotenv", "mongoose", "puppeteer", "discord", "moment",
        "babel-cli",
        "cross-env", "electron", "jquery", "nodemon", "rimraf", "langchain", "transformers",
        "huggingface-hub",
        "google-genai", "pdfplumber", "openpyxl", "python-docx", "python-pptx", "markitdown", "reportlab",
        "pypdf",
    ]

    /// Real packages that are named nearly like others.
    private static let neighbors: Set = [
        "request", "pypdf2", "pypdf", "colors", "torchx", "mongoos", "react", "preact", "pytests", "moments",
        "dotenvx", "axios-", "ptorch", "flask2", "pillow-", "expresso", "electrons", "pyaml", "openapi",
        "eslint_d",
    ]

    /// One letter more, less, other, or two changed places (Damerau 1964).
    static func isNearly(_ one: String, _ other: String) -> Bool {
        let (short, long) = one.utf8.count < other.utf8.count ? (one, other) : (other, one)
        let (a, b) = (Array(short.utf8), Array(long.utf8))
        guard a != b, b.count - a.count <= 1 else { return false }
        let prefix = zip(a, b).prefix { $0 == $1 }.count
        let (restA, restB) = (a[prefix...], b[prefix...])
        if a.count < b.count { return restA.elementsEqual(restB.dropFirst()) }
        if restA.dropFirst().elementsEqual(restB.dropFirst()) { return true }
        guard restA.count > 1, restA.dropFirst(2).elementsEqual(restB.dropFirst(2)) else { return false }
        return restA.prefix(2).reversed().elementsEqual(restB.prefix(2))
    }
}
