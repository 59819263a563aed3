/// Where a link of a document may lead.
enum MarkdownLink {
    /// Other schemes run code or read the visitor's machine, or nobody knows what they do.
    private static let schemes = ["http", "https", "mailto"]

    /// - Parameters:
    ///   - destination: As the document has it.
    ///   - address: Where a destination without a scheme leads.
    /// - Returns: Nil when it should lead nowhere.
    static func target(_ destination: String, _ address: (String) -> String?) -> String? {
        guard !destination.isEmpty,
            // Browsers leave out line ends and tabs, so "java\nscript:" would be one word again.
            destination.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" })
        else { return nil }
        if destination.hasPrefix("#") { return "#" + Anchors.name(String(destination.dropFirst())) }
        if let scheme = scheme(of: destination) {
            return schemes.contains(scheme) ? destination : nil
        }
        return destination.hasPrefix("/") ? nil : address(destination)
    }

    /// What stands before a colon that comes before any slash, in lower case (RFC 3986, section 4.2).
    private static func scheme(of destination: String) -> String? {
        guard let end = destination.firstIndex(where: { ":/?#".contains($0) }), destination[end] == ":" else {
            return nil
        }
        return destination[..<end].lowercased()
    }
}

/// The names of a document's headings, as links inside it use them.
struct Anchors {
    private var counts: [String: Int] = [:]
    private var taken: Set<String> = []

    /// Letters and digits in lower case with hyphens between, as on GitHub; marked so that no name of the page
    /// around can be taken.
    static func name(_ heading: String) -> String {
        var name = ""
        for character in heading.lowercased() {
            if character.isLetter || character.isNumber || character == "-" || character == "_" {
                // After some letters (U+0D4E) a quote or an angle bracket is part of the same character.
                name.unicodeScalars.append(contentsOf: character.unicodeScalars.filter { !isMarkup($0) })
            } else if character.isWhitespace {
                name.append("-")
            }
        }
        return "doc-" + name
    }

    private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
        "\"&'<>".unicodeScalars.contains(scalar)
    }

    /// A name that no heading before has.
    mutating func add(_ heading: String) -> String {
        let name = Self.name(heading)
        while true {
            let count = counts[name, default: 0]
            counts[name] = count + 1
            let numbered = count == 0 ? name : "\(name)-\(count)"
            if taken.insert(numbered).inserted { return numbered }
        }
    }
}
