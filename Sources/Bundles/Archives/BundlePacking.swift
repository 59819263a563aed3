package import Domain

/// The one way this product packs a skill.
package enum BundlePacking {
    /// Packs as a zip whose bytes depend on the files alone: sorted, 1980-01-01, modes 0755 and 0644.
    ///
    /// - Parameters:
    ///   - files: With the paths they have in the skill.
    ///   - topFolder: Everything goes below it when given; OpenAI wants that.
    /// - Returns: The archive.
    /// - Throws: ``ArchiveRefusal`` when a path is unsafe or two clash.
    package static func zip(_ files: [BundleFile], topFolder: String? = nil) throws(ArchiveRefusal) -> [UInt8]
    {
        var ledger = PathLedger(limits: .stored)
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        let sorted = files.sorted { $0.path.precedesInBytes($1.path) }
        for file in sorted {
            let path = topFolder.map { "\($0)/\(file.path)" } ?? file.path
            let name = Array(try ledger.add(path, isFolder: false).utf8)
            let deflated = try Deflate.pack(file.content)
            let isStored = deflated.count >= file.content.count
            let data = isStored ? file.content : deflated
            let header = Self.header(of: file.content, packed: data.count, isStored: isStored, name: name)
            appendDirectoryEntry(header, offset: archive.count, name: name, file: file, to: &directory)
            appendStart(header, name: name, to: &archive)
            archive += data
        }
        appendEnd(count: sorted.count, offset: archive.count, size: directory.count, to: &directory)
        return archive + directory
    }

    /// Unpacks what ``zip(_:topFolder:)`` packed, and nothing else; paths stay as they are.
    ///
    /// Some vendors get the archive as it is stored, so its modes, times and flags are looked at as well as its content.
    ///
    /// - Throws: ``ArchiveRefusal`` when the archive is damaged, or was packed by something else.
    package static func unpack(_ archive: [UInt8]) throws(ArchiveRefusal) -> [BundleFile] {
        let files = try ZipReader(archive, limits: .stored).files().map { $0.bundleFile() }
        try compare(files, with: archive)
        return files
    }

    /// Writes everything around the packed files anew.
    ///
    /// The packed bytes give the files, as their checksums tell, and another release of zlib may pack them otherwise.
    private static func compare(_ files: [BundleFile], with archive: [UInt8]) throws(ArchiveRefusal) {
        var directory: [UInt8] = []
        var position = 0
        for file in files {
            let name = Array(file.path.utf8)
            let packed = try archive.littleEndian(4, at: position + 18)
            let isStored = try archive.littleEndian(2, at: position + 8) == ZipEntry.stored
            let header = Self.header(of: file.content, packed: packed, isStored: isStored, name: name)
            appendDirectoryEntry(header, offset: position, name: name, file: file, to: &directory)
            var start: [UInt8] = []
            appendStart(header, name: name, to: &start)
            guard try archive.piece(at: position, count: start.count).elementsEqual(start) else {
                throw .init(.headerMismatch, path: file.path)
            }
            position += start.count + packed
        }
        appendEnd(count: files.count, offset: position, size: directory.count, to: &directory)
        let end = try archive.piece(at: position, count: archive.count - position)
        guard end.elementsEqual(directory) else { throw .init(.headerMismatch) }
    }

    private static func appendStart(_ header: [UInt8], name: [UInt8], to archive: inout [UInt8]) {
        archive.append(littleEndian: 0x0403_4B50, 4)
        archive += header
        archive += name
    }

    /// What the entry's own header and the directory have in common, from "version needed" to the lengths.
    private static func header(of content: [UInt8], packed: Int, isStored: Bool, name: [UInt8]) -> [UInt8] {
        var header: [UInt8] = []
        header.append(littleEndian: 20, 2)
        header.append(littleEndian: 0x0800, 2)
        header.append(littleEndian: isStored ? ZipEntry.stored : ZipEntry.deflated, 2)
        header.append(littleEndian: 0, 2)
        header.append(littleEndian: 0x0021, 2)
        header.append(littleEndian: Int(Deflate.checksum(content)), 4)
        header.append(littleEndian: packed, 4)
        header.append(littleEndian: content.count, 4)
        header.append(littleEndian: name.count, 2)
        header.append(littleEndian: 0, 2)
        return header
    }

    private static func appendDirectoryEntry(
        _ header: [UInt8],
        offset: Int,
        name: [UInt8],
        file: BundleFile,
        to directory: inout [UInt8]
    ) {
        directory.append(littleEndian: 0x0201_4B50, 4)
        // Made by Unix, so that the mode counts.
        directory.append(littleEndian: 0x0314, 2)
        directory += header
        // No comment, first disk, binary.
        directory.append(littleEndian: 0, 6)
        directory.append(littleEndian: (FileType.regular | (file.isExecutable ? 0o755 : 0o644)) << 16, 4)
        directory.append(littleEndian: offset, 4)
        directory += name
    }

    private static func appendEnd(count: Int, offset: Int, size: Int, to directory: inout [UInt8]) {
        directory.append(littleEndian: 0x0605_4B50, 4)
        directory.append(littleEndian: 0, 4)
        directory.append(littleEndian: count, 2)
        directory.append(littleEndian: count, 2)
        directory.append(littleEndian: size, 4)
        directory.append(littleEndian: offset, 4)
        directory.append(littleEndian: 0, 2)
    }
}
