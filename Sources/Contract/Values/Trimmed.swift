extension StringProtocol {
    /// Without white space around it: editors and `echo` end files with a line break that belongs to nothing.
    package var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
