import Contract

/// What files are, whatever they are called.
enum ContentRules {
    private static let largeText = 8 << 20
    private static let largeBinary = 2 << 20

    static func read(_ file: ScannedFile, among paths: Set<String>, into notes: inout FileNotes) {
        switch file.kind {
        case .binary(let kind): read(kind, file, among: paths, into: &notes)
        case .unknownBinary:
            let level: ScanFinding.Level = file.size > largeBinary ? .warning : .note
            if !isMisnamedImage(file, into: &notes) {
                notes.add(.unknownBinary, level, "The file is neither text nor of a known kind.")
            }
        case .script, .markdown, .text, .mixed, .data:
            readText(file, into: &notes)
        }
    }

    private static func read(
        _ kind: BinaryKind,
        _ file: ScannedFile,
        among paths: Set<String>,
        into notes: inout FileNotes
    ) {
        if let honest = kind.honestSuffixes, !honest.contains(file.suffix) {
            notes.add(
                .misnamed,
                kind.isProgram ? .block : .warning,
                "The file is \(kind.word, as: "kind"), whatever its name says."
            )
        } else if ScannedFile.scripts.contains(file.suffix) || file.suffix == "md" {
            notes.add(.misnamed, .block, "The file is \(kind.word, as: "kind"), whatever its name says.")
        } else if kind == .pythonBytecode {
            let level: ScanFinding.Level = hasSource(file, paths) ? .note : .warning
            notes.add(.executable, level, as: "python", "The file is compiled Python.")
        } else if kind.isProgram {
            notes.add(.executable, .warning, "The file is \(kind.word, as: "kind"), which nobody can read.")
        } else if kind == .archive, !(documents.contains(file.suffix) && beginsLikeDocument(file)) {
            notes.add(.nestedArchive, .warning, "Nobody looks into an archive inside a skill.")
        } else if ["docm", "xlsm", "pptm", "xlam", "dotm"].contains(file.suffix) {
            notes.add(.executable, .warning, as: "macros", "The document has macros.")
        }
    }

    private static func readText(_ file: ScannedFile, into notes: inout FileNotes) {
        if file.content.starts(with: "version https://git-lfs.github.com/spec/".utf8) {
            return notes.add(
                .filePointer,
                .warning,
                line: 1,
                "The file's content is not here, only a pointer to it."
            )
        }
        if isMisnamedImage(file, into: &notes) { return }
        if file.size > largeText {
            notes.add(.oversized, .warning, "The text is \(file.size >> 20, as: "size") MiB long.")
        }
    }

    private static func isMisnamedImage(_ file: ScannedFile, into notes: inout FileNotes) -> Bool {
        let images: Set = [
            "png", "jpg", "jpeg", "gif", "webp", "ico", "woff", "woff2", "ttf", "otf", "pdf", "mp3", "mp4",
        ]
        guard images.contains(file.suffix), file.size > 0 else { return false }
        let isScript = file.content.starts(with: "#!".utf8)
        let level: ScanFinding.Level = isScript ? .block : .warning
        notes.add(.misnamed, level, as: "unknown", "The file is not what its name says.")
        return true
    }

    /// Office files are zips too and are meant as what they are.
    private static let documents: Set = [
        "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "hwpx", "dotx", "xltx", "potx", "docm", "xlsm",
        "pptm",
        "xlam", "dotm",
    ]

    /// Whether the first name in a zip is one that these formats put there (APPNOTE.TXT, section 4.3.7).
    private static func beginsLikeDocument(_ file: ScannedFile) -> Bool {
        guard file.content.count > 30, file.content.starts(with: [0x50, 0x4B, 3, 4]) else { return false }
        let length = Int(file.content[26]) | Int(file.content[27]) << 8
        let name = file.content[30...].prefix(length)
        let first = [
            "[Content_Types].xml", "mimetype", "_rels/", "docProps/", "word/", "xl/", "ppt/", "META-INF/",
        ]
        return first.contains { name.starts(with: $0.utf8) }
    }

    /// `__pycache__/run.cpython-313.pyc` and `run.pyc` come from `run.py`.
    private static func hasSource(_ file: ScannedFile, _ paths: Set<String>) -> Bool {
        var parts = file.path.split(separator: "/").map(String.init)
        guard let name = parts.popLast(), let stem = name.split(separator: ".").first else { return false }
        if parts.last == "__pycache__" { parts.removeLast() }
        return paths.contains((parts + ["\(stem).py"]).joined(separator: "/"))
    }
}
