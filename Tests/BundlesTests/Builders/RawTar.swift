import Bundles

/// Writes a ustar archive block by block (POSIX.1-1988).
struct RawTar {
    struct Entry {
        var name: String
        var content: [UInt8] = []
        /// `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` folder, `6` pipe.
        var type: Character = "0"
        var link = ""
        var mode = 0o644
        var size: Int?

        init(
            _ name: String,
            _ content: String = "",
            type: Character = "0",
            link: String = "",
            mode: Int = 0o644
        ) {
            self.name = name
            self.content = Array(content.utf8)
            self.type = type
            self.link = link
            self.mode = mode
        }
    }

    var entries: [Entry]

    init(_ entries: [Entry]) {
        self.entries = entries
    }

    static func skill(_ entry: Entry) -> RawTar {
        RawTar([Entry("demo/SKILL.md", Samples.manifest), entry])
    }

    func bytes() -> [UInt8] {
        var archive: [UInt8] = []
        for entry in entries {
            archive += header(entry) + entry.content
            archive += [UInt8](repeating: 0, count: (512 - entry.content.count % 512) % 512)
        }
        return archive + [UInt8](repeating: 0, count: 1_024)
    }

    func gzipped() throws -> [UInt8] {
        let content = bytes()
        let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        return try head + Deflate.pack(content) + little(Int(Deflate.checksum(content)), 4)
            + little(content.count, 4)
    }

    private func header(_ entry: Entry) -> [UInt8] {
        func field(_ text: String, _ width: Int) -> [UInt8] {
            Array(text.utf8.prefix(width)) + [UInt8](repeating: 0, count: max(0, width - text.utf8.count))
        }
        func octal(_ value: Int, _ width: Int) -> [UInt8] {
            let digits = String(value, radix: 8)
            return field(String(repeating: "0", count: width - 1 - digits.count) + digits, width)
        }
        var header = field(entry.name, 100) + octal(entry.mode, 8) + octal(0, 8) + octal(0, 8)
        header += octal(entry.size ?? entry.content.count, 12) + octal(0, 12) + Array("        ".utf8)
        header +=
            field(String(entry.type), 1) + field(entry.link, 100) + Array("ustar\0".utf8) + Array("00".utf8)
        header += [UInt8](repeating: 0, count: 512 - header.count)
        let sum = header.reduce(0) { $0 + Int($1) }
        header.replaceSubrange(148..<156, with: octal(sum, 7) + [0x20])
        return header
    }
}
