import CMark
import Glibc
import Synchronization

/// GitHub's Markdown (GFM 0.29) as HTML that can stand in a page, whoever wrote it.
///
/// Only elements that Markdown itself stands for come out. Raw HTML is shown as the text it is, comments
/// included, so that nobody reviews less than an agent will read. Pictures become links with their words.
package enum Markdown {
    /// Of the source, in bytes of UTF-8.
    package static let maximumBytes = 256 << 10
    /// cmark fills up short rows, so a table may grow to its columns times the lines of the text.
    static let maximumCells = 100_000
    static let maximumOutputBytes = 2 << 20

    /// - Parameters:
    ///   - text: Without frontmatter.
    ///   - headingsBelow: What is added to the level of each heading; at most 6 comes out.
    ///   - address: Where a destination without a scheme leads; nil leaves only the link's words.
    /// - Returns: Nil when the text is too large, or grows too large, to be shown so.
    package static func html(
        _ text: String,
        headingsBelow: Int = 1,
        address: (String) -> String?
    ) -> String? {
        guard text.utf8.count <= maximumBytes, extensionsAreRegistered,
            let parser = cmark_parser_new(options)
        else { return nil }
        defer { cmark_parser_free(parser) }
        for name in wantedExtensions(text) {
            guard let found = cmark_find_syntax_extension(name) else { return nil }
            cmark_parser_attach_syntax_extension(parser, found)
        }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cmark_parser_feed(parser, $0.baseAddress, $0.count)
            }
        }
        guard let document = finish(parser) else { return nil }
        defer { cmark_node_free(document) }
        MarkdownTree(document, headingsBelow: headingsBelow).makeFit(address)
        guard let html = cmark_render_html(document, options, cmark_parser_get_syntax_extensions(parser))
        else { return nil }
        defer { free(html) }
        return strlen(html) <= maximumOutputBytes ? String(cString: html) : nil
    }

    /// Safe mode is cmark's default, on top of what ``MarkdownTree`` takes out.
    private static let options = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8

    /// cmark notes for the whole process which characters begin an extension's inlines, and forgets them when a document
    /// is done: one that is read at the same time would show `~~` as it stands.
    private static let inlineCharacters = Mutex(())

    private static func finish(_ parser: OpaquePointer) -> OpaquePointer? {
        // The lock is what makes it safe; the parser is this caller's own.
        nonisolated(unsafe) let parser = parser
        nonisolated(unsafe) var document: OpaquePointer?
        inlineCharacters.withLock { _ in document = cmark_parser_finish(parser) }
        return document
    }

    private static let extensionsAreRegistered: Bool = {
        cmark_gfm_core_extensions_ensure_registered()
        return true
    }()

    /// Bare addresses are not linked: finding them takes quadratic time in this version of cmark.
    private static func wantedExtensions(_ text: String) -> [String] {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
        let bars = lines.map { line in line.reduce(0) { $0 + ($1 == UInt8(ascii: "|") ? 1 : 0) } }.max() ?? 0
        let mayHoldTables = (bars + 1) * lines.count <= maximumCells
        return mayHoldTables ? ["strikethrough", "table"] : ["strikethrough"]
    }
}
