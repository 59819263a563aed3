/// Markup in a line of text.
enum XMLTags {
    /// Whether there is a `<`, a letter, `/`, `!` or `?` behind it, and a `>` later on.
    static func occur(in text: String) -> Bool {
        var rest = text.unicodeScalars[...]
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            guard let next = rest.first, next.properties.isAlphabetic || "/!?".unicodeScalars.contains(next)
            else {
                continue
            }
            if rest.contains(">") { return true }
        }
        return false
    }
}
