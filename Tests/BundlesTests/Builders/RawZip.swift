import Bundles

/// Writes a zip byte by byte, so that a test can make any of them lie.
struct RawZip {
    struct Entry {
        var name: [UInt8]
        var content: [UInt8] = []
        var method = 8
        var flags = 0x0800
        var localFlags: Int?
        /// `st_mode`, and the system that says so: 3 is Unix, 0 is DOS.
        var mode = 0o100644
        var host = 3
        var localName: [UInt8]?
        var checksum: Int?
        var size: Int?
        var localSize: Int?
        var packed: [UInt8]?
        var packedSize: Int?
        var extra: [UInt8] = []
        var localExtra: [UInt8] = []
        /// Follows the data; sizes in the entry's own header are zero then.
        var descriptor: [UInt8]?
        var disk = 0
        var offset: Int?

        init(_ name: String, _ content: String = "", mode: Int = 0o100644) {
            self.name = Array(name.utf8)
            self.content = Array(content.utf8)
            self.mode = mode
        }

        var data: [UInt8] {
            packed ?? (method == 0 ? content : (try? Deflate.pack(content)) ?? [])
        }
        var trueChecksum: Int { checksum ?? Int(Deflate.checksum(content)) }
    }

    var entries: [Entry]
    var leading: [UInt8] = []
    var beforeDirectory: [UInt8] = []
    var beforeEnd: [UInt8] = []
    var trailing: [UInt8] = []
    var comment: [UInt8] = []
    var count: Int?
    var disk = 0

    init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// A valid skill in the folder `demo`, with one more entry.
    static func skill(_ entry: Entry) -> RawZip {
        RawZip([Entry("demo/SKILL.md", Samples.manifest), entry])
    }

    func bytes() -> [UInt8] {
        var archive = leading
        var directory: [UInt8] = []
        for entry in entries {
            let offset = archive.count
            archive += local(entry)
            directory += central(entry, offset: entry.offset ?? offset)
        }
        archive += beforeDirectory
        let start = archive.count
        archive += directory + beforeEnd
        var end = little(0x0605_4B50, 4) + little(disk, 2) + little(disk, 2)
        end += little(count ?? entries.count, 2) + little(count ?? entries.count, 2)
        end += little(directory.count, 4) + little(start, 4) + little(comment.count, 2) + comment
        return archive + end + trailing
    }

    private func local(_ entry: Entry) -> [UInt8] {
        let name = entry.localName ?? entry.name
        let deferred = entry.descriptor != nil
        var header = little(0x0403_4B50, 4) + little(20, 2) + little(entry.localFlags ?? entry.flags, 2)
        header += little(entry.method, 2) + little(0, 2) + little(0x21, 2)
        header += little(deferred ? 0 : entry.trueChecksum, 4) + little(deferred ? 0 : entry.data.count, 4)
        header += little(deferred ? 0 : entry.localSize ?? entry.size ?? entry.content.count, 4)
        header += little(name.count, 2) + little(entry.localExtra.count, 2)
        return header + name + entry.localExtra + entry.data + (entry.descriptor ?? [])
    }

    private func central(_ entry: Entry, offset: Int) -> [UInt8] {
        var header = little(0x0201_4B50, 4) + little(entry.host << 8 | 20, 2) + little(20, 2)
        header += little(entry.flags, 2) + little(entry.method, 2) + little(0, 2) + little(0x21, 2)
        header += little(entry.trueChecksum, 4) + little(entry.packedSize ?? entry.data.count, 4)
        header += little(entry.size ?? entry.content.count, 4)
        header += little(entry.name.count, 2) + little(entry.extra.count, 2) + little(0, 2)
        header += little(entry.disk, 2) + little(0, 2) + little(entry.mode << 16, 4) + little(offset, 4)
        return header + entry.name + entry.extra
    }
}

/// The lowest `width` bytes of a value, lowest first.
func little(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
