import Contract

/// What a file is by its first bytes, where they are known.
enum BinaryKind: String, CaseIterable, Sendable {
    case elf
    case portableExecutable = "windows"
    case machO = "macos"
    case webAssembly = "wasm"
    case javaClass = "java"
    case pythonBytecode = "python"
    case dalvik = "android"
    case archive
    case ole = "ole2"
    case pdf
    case image
    case media
    case font
    case database = "sqlite"

    init?(of bytes: [UInt8]) {
        func starts(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            bytes.dropFirst(offset).starts(with: magic)
        }
        if let known = Self.magics.first(where: { starts($0.magic) })?.kind {
            self = known
        } else if starts(Array("MZ".utf8)), Self.hasWindowsHeader(bytes) {
            self = .portableExecutable
        } else if starts([0xCA, 0xFE, 0xBA, 0xBE]), bytes.count > 7 {
            // A class file has a version of 45 or more where a universal program counts its parts.
            self = bytes[7] >= 45 || bytes[6] > 0 ? .javaClass : .machO
        } else if bytes.count > 4, starts([0x0D, 0x0A], at: 2), bytes[0] != 0x0D, bytes[1] <= 0x0F {
            self = .pythonBytecode
        } else if starts(Array("ftyp".utf8), at: 4) || starts(Array("WEBP".utf8), at: 8) {
            self = starts(Array("WEBP".utf8), at: 8) ? .image : .media
        } else if starts(Array("WAVE".utf8), at: 8) || starts(Array("ustar".utf8), at: 257) {
            self = starts(Array("WAVE".utf8), at: 8) ? .media : .archive
        } else {
            return nil
        }
    }

    /// What it is called in a sentence.
    var word: Phrase.Word { Phrase.Word(rawValue, name) }

    private var name: Phrase {
        switch self {
        case .elf: "an ELF program"
        case .portableExecutable: "a Windows program"
        case .machO: "a macOS program"
        case .webAssembly: "a WebAssembly module"
        case .javaClass: "a Java class"
        case .pythonBytecode: "compiled Python"
        case .dalvik: "an Android program"
        case .archive: "an archive"
        case .ole: "an OLE2 document"
        case .pdf: "a PDF"
        case .image: "an image"
        case .media: "audio or video"
        case .font: "a font"
        case .database: "an SQLite database"
        }
    }

    var isProgram: Bool {
        switch self {
        case .elf, .portableExecutable, .machO, .webAssembly, .javaClass, .pythonBytecode, .dalvik: true
        case .archive, .ole, .pdf, .image, .media, .font, .database: false
        }
    }

    /// The extensions under which nobody is surprised to find it; nil for any.
    var honestSuffixes: Set<String>? {
        switch self {
        case .elf: ["", "so", "o", "bin", "elf", "node", "out", "run", "appimage"]
        case .portableExecutable: ["exe", "dll", "sys", "node", "pyd", "scr", "msi", "com", "efi"]
        case .machO: ["", "dylib", "so", "bundle", "o", "node", "bin"]
        case .webAssembly: ["wasm"]
        case .javaClass: ["class"]
        case .pythonBytecode: ["pyc", "pyo"]
        case .dalvik: ["dex"]
        case .image:
            [
                "png", "jpg", "jpeg", "gif", "webp", "ico", "bmp", "tif", "tiff", "icns", "heic", "avif",
                "apng", "jfif",
            ]
        case .pdf: ["pdf", "ai"]
        case .font: ["ttf", "otf", "woff", "woff2", "ttc"]
        case .archive, .ole, .media, .database: nil
        }
    }

    /// The end of the DOS header names where the real one lies (learn.microsoft.com, "PE Format").
    private static func hasWindowsHeader(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 64 else { return false }
        let offset = (0..<4).reduce(0) { $0 | Int(bytes[60 + $1]) << (8 * $1) }
        return bytes.dropFirst(offset).starts(with: [0x50, 0x45, 0, 0])
    }

    private static let magics: [(magic: [UInt8], kind: BinaryKind)] = [
        ([0x7F, 0x45, 0x4C, 0x46], .elf),
        ([0xCF, 0xFA, 0xED, 0xFE], .machO), ([0xCE, 0xFA, 0xED, 0xFE], .machO),
        ([0xFE, 0xED, 0xFA, 0xCF], .machO), ([0xFE, 0xED, 0xFA, 0xCE], .machO),
        ([0x00, 0x61, 0x73, 0x6D], .webAssembly),
        (Array("dex\n".utf8), .dalvik),
        ([0x50, 0x4B, 3, 4], .archive), ([0x50, 0x4B, 5, 6], .archive), ([0x1F, 0x8B], .archive),
        ([0x37, 0x7A, 0xBC, 0xAF], .archive), (Array("Rar!".utf8), .archive), (Array("BZh".utf8), .archive),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .archive), ([0x28, 0xB5, 0x2F, 0xFD], .archive),
        ([0xD0, 0xCF, 0x11, 0xE0], .ole),
        (Array("%PDF-".utf8), .pdf),
        ([0x89, 0x50, 0x4E, 0x47], .image), ([0xFF, 0xD8, 0xFF], .image), (Array("GIF8".utf8), .image),
        ([0x49, 0x49, 0x2A, 0], .image), ([0x4D, 0x4D, 0, 0x2A], .image),
        (Array("ID3".utf8), .media), (Array("OggS".utf8), .media), ([0x1A, 0x45, 0xDF, 0xA3], .media),
        (Array("wOFF".utf8), .font), (Array("wOF2".utf8), .font), (Array("OTTO".utf8), .font),
        ([0, 1, 0, 0, 0], .font),
        (Array("SQLite format 3\0".utf8), .database),
    ]
}
