import CZlib

// All use of zlib, and with the tar reader all pointers of this target.

/// Raw deflate streams (RFC 1951), as zip entries hold them.
package enum Deflate {
    /// Packs at level 6: the same bytes for the same input and zlib release.
    package static func pack(_ input: [UInt8]) throws(ArchiveRefusal) -> [UInt8] {
        var stream = z_stream()
        guard cz_deflate_init_raw(&stream, 6) == Z_OK else { throw .init(.unreadable) }
        defer { deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(input.count))) + 16)
        let end = run(&stream, from: input[...], into: &output) { deflate(&$0, Z_FINISH) }
        guard end == Z_STREAM_END else { throw .init(.unreadable) }
        output.removeLast(output.count - Int(stream.total_out))
        return output
    }

    /// Unpacks a stream that must fill `size` bytes and use up its input exactly.
    ///
    /// - Throws: ``ArchiveRefusal`` with `archive.size_mismatch` or `archive.unreadable`; never more than
    ///   `size` + 1 bytes are written.
    package static func unpack(
        _ input: ArraySlice<UInt8>,
        size: Int,
        path: String
    ) throws(ArchiveRefusal) -> [UInt8] {
        var stream = z_stream()
        guard cz_inflate_init_raw(&stream) == Z_OK else { throw .init(.unreadable, path: path) }
        defer { inflateEnd(&stream) }
        // One byte to spare: a stream longer than declared shows itself by filling it.
        var output = [UInt8](repeating: 0, count: size + 1)
        let end = run(&stream, from: input, into: &output) { inflate(&$0, Z_FINISH) }
        guard end == Z_STREAM_END || Int(stream.total_out) > size else {
            throw .init(.unreadable, path: path)
        }
        guard Int(stream.total_out) == size, stream.avail_in == 0 else {
            throw .init(.sizeMismatch, path: path)
        }
        output.removeLast()
        return output
    }

    /// The CRC-32 of zip and gzip.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer {
            UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32($0.count)))
        }
    }

    private static func run(
        _ stream: inout z_stream,
        from input: ArraySlice<UInt8>,
        into output: inout [UInt8],
        _ step: (inout z_stream) -> Int32
    ) -> Int32 {
        input.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                // zlib takes a mutable pointer for historical reasons and does not write through it.
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return step(&stream)
            }
        }
    }
}
