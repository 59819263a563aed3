import CMark

/// A parsed document, to be changed before it is rendered.
struct MarkdownTree {
    private typealias Node = OpaquePointer

    private struct Found {
        let node: Node
        /// Within a link, or a picture that becomes one: links do not nest.
        let isInsideLink: Bool
    }

    private let root: OpaquePointer
    private let headingsBelow: Int

    init(_ root: OpaquePointer, headingsBelow: Int) {
        self.root = root
        self.headingsBelow = headingsBelow
    }

    /// Takes out whatever should not reach a page, and points links where they lead from there.
    func makeFit(_ address: (String) -> String?) {
        var anchors = Anchors()
        for found in nodes() {
            switch cmark_node_get_type(found.node) {
            case CMARK_NODE_HTML_BLOCK: replace(found.node, by: CMARK_NODE_CODE_BLOCK)
            case CMARK_NODE_HTML_INLINE: replace(found.node, by: CMARK_NODE_TEXT)
            case CMARK_NODE_HEADING: lower(found.node, anchors.add(words(of: found.node)))
            case CMARK_NODE_LINK: point(found, address)
            case CMARK_NODE_IMAGE: describe(found, address)
            default: if isTable(found.node) { wrap(found.node) }
            }
        }
    }

    /// Every node, the inner ones first; the tree may be changed while going through them.
    private func nodes() -> [Found] {
        guard let iterator = cmark_iter_new(root) else { return [] }
        defer { cmark_iter_free(iterator) }
        var found: [Found] = []
        var links = 0
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return found }
            guard let node = cmark_iter_get_node(iterator) else { return found }
            let type = cmark_node_get_type(node)
            if type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE {
                links += event == CMARK_EVENT_ENTER ? 1 : -1
            }
            // A leaf is only entered.
            let isLeaf = cmark_node_first_child(node) == nil && !containers.contains(type.rawValue)
            if event == CMARK_EVENT_EXIT || isLeaf {
                found.append(Found(node: node, isInsideLink: links > 0))
            }
        }
    }

    /// Kinds that are left again even when they are empty, so that none is met twice.
    private var containers: [UInt32] {
        [
            CMARK_NODE_LINK, CMARK_NODE_IMAGE, CMARK_NODE_HEADING, CMARK_NODE_EMPH, CMARK_NODE_STRONG,
            CMARK_NODE_PARAGRAPH, CMARK_NODE_DOCUMENT, CMARK_NODE_LIST, CMARK_NODE_ITEM,
            CMARK_NODE_BLOCK_QUOTE,
        ].map(\.rawValue)
    }

    /// Shows the source of what is not to be acted on.
    private func replace(_ node: Node, by type: cmark_node_type) {
        guard let text = cmark_node_new(type) else { return remove(node) }
        cmark_node_set_literal(text, cmark_node_get_literal(node))
        cmark_node_replace(node, text)
        cmark_node_free(node)
    }

    private func lower(_ heading: Node, _ anchor: String) {
        let level = Int(cmark_node_get_heading_level(heading)) + headingsBelow
        cmark_node_set_heading_level(heading, Int32(max(1, min(6, level))))
        guard let mark = cmark_node_new(CMARK_NODE_CUSTOM_INLINE) else { return }
        cmark_node_set_on_enter(mark, "<span id=\"\(anchor)\"></span>")
        cmark_node_prepend_child(heading, mark)
    }

    private func point(_ link: Found, _ address: (String) -> String?) {
        guard !link.isInsideLink,
            let target = MarkdownLink.target(destination(of: link.node), address)
        else { return unwrap(link.node) }
        cmark_node_set_url(link.node, target)
    }

    /// Puts a link with the words of a picture in its place; pictures are not loaded.
    private func describe(_ image: Found, _ address: (String) -> String?) {
        let source = destination(of: image.node)
        if cmark_node_first_child(image.node) == nil, let name = cmark_node_new(CMARK_NODE_TEXT) {
            cmark_node_set_literal(name, source.split(separator: "/").last.map(String.init) ?? source)
            cmark_node_append_child(image.node, name)
        }
        guard !image.isInsideLink, let target = MarkdownLink.target(source, address),
            let link = cmark_node_new(CMARK_NODE_LINK)
        else { return unwrap(image.node) }
        cmark_node_set_url(link, target)
        cmark_node_insert_before(image.node, link)
        while let child = cmark_node_first_child(image.node) {
            guard cmark_node_append_child(link, child) == 1 else { break }
        }
        remove(image.node)
    }

    /// A wide table scrolls by itself; alignment would come out as an attribute HTML has given up.
    private func wrap(_ table: Node) {
        let columns = cmark_gfm_extensions_get_table_columns(table)
        var none = [UInt8](repeating: 0, count: Int(columns))
        cmark_gfm_extensions_set_table_alignments(table, columns, &none)
        guard let opening = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK),
            let closing = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK)
        else { return }
        cmark_node_set_on_enter(opening, "<div class=\"scroll\" tabindex=\"0\">")
        cmark_node_set_on_enter(closing, "</div>")
        cmark_node_insert_before(table, opening)
        cmark_node_insert_after(table, closing)
    }

    private func isTable(_ node: Node) -> Bool {
        String(cString: cmark_node_get_type_string(node)) == "table"
    }

    private func unwrap(_ node: Node) {
        while let child = cmark_node_first_child(node) {
            guard cmark_node_insert_before(node, child) == 1 else { break }
        }
        remove(node)
    }

    private func remove(_ node: Node) {
        cmark_node_unlink(node)
        cmark_node_free(node)
    }

    private func destination(of node: Node) -> String {
        cmark_node_get_url(node).map { String(cString: $0) } ?? ""
    }

    private func words(of heading: Node) -> String {
        guard let iterator = cmark_iter_new(heading) else { return "" }
        defer { cmark_iter_free(iterator) }
        var words = ""
        while cmark_iter_next(iterator) != CMARK_EVENT_DONE {
            guard let node = cmark_iter_get_node(iterator),
                [CMARK_NODE_TEXT, CMARK_NODE_CODE].contains(cmark_node_get_type(node)),
                let literal = cmark_node_get_literal(node)
            else { continue }
            words += String(cString: literal)
        }
        return words
    }
}
