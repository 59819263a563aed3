/// Our own modules as they are sent: without the comments, which are for whoever reads the source and weigh as much as
/// a third of it.
enum ScriptText {
    /// Leaves out comments that have lines to themselves; all other lines stay as they are.
    ///
    /// No template literal of ours has a line that begins like a comment.
    static func withoutComments(_ text: String) -> String {
        var kept: [Substring] = []
        var comment: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.drop { $0 == " " }
            if comment.isEmpty {
                if words.hasPrefix("//") { continue }
                guard words.hasPrefix("/**") else {
                    kept.append(line)
                    continue
                }
            }
            comment.append(line)
            guard let end = line.firstRange(of: "*/") else { continue }
            // What is said of an expression stands before it on its line.
            if line[end.upperBound...].contains(where: { $0 != " " }) { kept += comment }
            comment = []
        }
        return (kept + comment).joined(separator: "\n")
    }
}
