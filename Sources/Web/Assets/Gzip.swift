import CZlib

/// The gzip format (RFC 1952), as browsers take it.
enum Gzip {
    /// Shorter answers are not worth the header.
    private static let minimum = 512

    /// Nil when packing would not pay.
    static func pack(_ input: some Collection<UInt8>) -> [UInt8]? {
        guard input.count > minimum else { return nil }
        var stream = unsafe z_stream()
        // 15 bits of window, and 16 to ask for the gzip format instead of zlib's own.
        guard
            unsafe deflateInit2_(
                &stream,
                6,
                Z_DEFLATED,
                15 + 16,
                8,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            ) == Z_OK
        else { return nil }
        defer { unsafe deflateEnd(&stream) }
        var bytes = Array(input)
        var output = [UInt8](repeating: 0, count: Int(unsafe deflateBound(&stream, UInt(bytes.count))))
        let done = unsafe bytes.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                return unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
        }
        guard done else { return nil }
        return Array(unsafe output.prefix(Int(stream.total_out)))
    }
}
