import CArchive

/// Reads a tar or tar.gz held in memory with libarchive, entry by entry, stopping at its end mark.
enum TarReader {
    /// - Throws: ``ArchiveRefusal``; what an entry declares is checked before its data is read, and the data
    ///   again while it is.
    static func files(of bytes: [UInt8], limits: ArchiveLimits) throws(ArchiveRefusal) -> [ArchiveEntry] {
        guard let archive = archive_read_new() else { throw .init(.unreadable) }
        defer { archive_read_free(archive) }
        archive_read_support_filter_gzip(archive)
        archive_read_support_format_tar(archive)
        return try bytes.withUnsafeBufferPointer { raw throws(ArchiveRefusal) in
            guard archive_read_open_memory(archive, raw.baseAddress, raw.count) == ARCHIVE_OK else {
                throw .init(.unreadable)
            }
            return try Walk(archive: archive, limits: limits, packedBytes: raw.count).files()
        }
    }

    private struct Walk {
        let archive: OpaquePointer
        let limits: ArchiveLimits
        let packedBytes: Int
        var ledger: PathLedger
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 64 << 10)

        init(archive: OpaquePointer, limits: ArchiveLimits, packedBytes: Int) {
            self.archive = archive
            self.limits = limits
            self.packedBytes = packedBytes
            ledger = PathLedger(limits: limits)
        }

        consuming func files() throws(ArchiveRefusal) -> [ArchiveEntry] {
            var walk = self
            var files: [ArchiveEntry] = []
            while let entry = try walk.nextHeader() {
                if let file = try walk.file(entry) { files.append(file) }
            }
            return files
        }

        private func nextHeader() throws(ArchiveRefusal) -> OpaquePointer? {
            var entry: OpaquePointer?
            switch archive_read_next_header(archive, &entry) {
            case ARCHIVE_EOF: return nil
            // A name that the process locale cannot show: it is taken as UTF-8 below.
            case ARCHIVE_OK, ARCHIVE_WARN: return entry
            default: throw .init(.unreadable)
            }
        }

        /// - Returns: The file, or nil for a folder.
        private mutating func file(_ entry: OpaquePointer) throws(ArchiveRefusal) -> ArchiveEntry? {
            let spelling = try name(of: entry)
            let mode = Int(archive_entry_mode(entry))
            let isFolder = mode & FileType.mask == FileType.folder
            // `tar -C skill .` puts the folder itself and "./" before everything.
            var path = spelling.hasPrefix("./") ? String(spelling.dropFirst(2)) : spelling
            if isFolder, path.hasSuffix("/") { path.removeLast() }
            if isFolder, path.isEmpty || path == "." { return nil }

            guard !path.isEmpty else { throw .init(.pathInvalid) }
            path = try ledger.add(path, isFolder: isFolder)
            guard archive_entry_hardlink(entry) == nil, archive_entry_hardlink_utf8(entry) == nil else {
                throw .init(.hardLink, path: path)
            }
            switch mode & FileType.mask {
            case FileType.folder: return nil
            case FileType.link: throw .init(.symlink, path: path)
            case FileType.regular: break
            default: throw .init(.specialFile, path: path)
            }
            guard archive_entry_is_encrypted(entry) == 0 else { throw .init(.encrypted, path: path) }
            let content = try content(of: entry, path: path)
            let isExecutable = mode & FileType.ownerMayExecute != 0
            return ArchiveEntry(path: path, isExecutable: isExecutable, content: content)
        }

        private func name(of entry: OpaquePointer) throws(ArchiveRefusal) -> String {
            guard let text = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else {
                throw .init(.nameEncoding)
            }
            guard let name = String(validatingCString: text) else {
                throw .init(.nameEncoding, path: String(cString: text))
            }
            return name
        }

        private mutating func content(of entry: OpaquePointer, path: String) throws(ArchiveRefusal) -> [UInt8]
        {
            let declared = Int(archive_entry_size(entry))
            try check(declared, path: path)
            var content: [UInt8] = []
            content.reserveCapacity(min(declared, packedBytes * limits.ratio))
            while true {
                let count = archive_read_data(archive, &buffer, buffer.count)
                guard count >= 0 else { throw .init(.unreadable, path: path) }
                guard count > 0 else { break }
                content += buffer[..<count]
                try check(content.count, path: path)
            }
            guard content.count == declared else { throw .init(.sizeMismatch, path: path) }
            total += content.count
            return content
        }

        private func check(_ size: Int, path: String) throws(ArchiveRefusal) {
            guard size <= limits.fileBytes else { throw .init(.fileTooLarge, path: path) }
            guard total + size <= limits.totalBytes else { throw .init(.totalTooLarge, path: path) }
            try limits.checkRatio(of: total + size, from: packedBytes, path: path)
        }
    }
}
