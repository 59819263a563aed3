import Contract

/// The comparison of two versions as its template reads it.
struct VersionDiffModel: Sendable {
    struct File: Sendable {
        let path: String
        let chip: Chip
        let isExecutable: Bool
        let counts: String?
        let note: String?
        let hunks: [Hunk]
    }

    struct Hunk: Sendable {
        let title: String
        let lines: [Line]
    }

    struct Line: Sendable {
        let kind: String
        let numbers: String
        /// Begins with its sign, so that colour does not carry it alone.
        let text: String
    }

    /// Of all files together; a page of more is slow to read and to show.
    static let maximumLines = 1500

    let title: String
    let summary: String
    let files: [File]
    let isSame: Bool

    init(_ diff: VersionDiff, from old: Int, to new: Int, _ words: Words) {
        title = words["skills.diff_title", ["from": String(old), "to": String(new)]]
        summary = words.counted("skills.diff_files", diff.files.count)
        isSame = diff.files.isEmpty
        var room = Self.maximumLines
        files = diff.files.map { File($0, words, room: &room) }
    }
}

extension VersionDiffModel.File {
    fileprivate init(_ file: VersionDiff.File, _ words: Words, room: inout Int) {
        let tone: Chip.Tone =
            switch file.change {
            case .added: .ok
            case .removed: .fail
            case .changed: .run
            }
        var (hunks, counts, note): ([VersionDiffModel.Hunk], String?, String?) = ([], nil, nil)
        switch file.detail {
        case .lines(let diff):
            counts = "+\(words.grouped(diff.added)) −\(words.grouped(diff.removed))"
            (hunks, note) = Self.shown(diff, words, room: &room)
        case .binary: note = words["skills.diff_binary"]
        case .tooLarge: note = words["skills.diff_too_large"]
        case .mode: note = words[file.isExecutable ? "skills.diff_now_runs" : "skills.diff_runs_no_more"]
        case .lastLineEnd: note = words["skills.diff_line_end"]
        case .notCompared: note = words["skills.diff_not_compared"]
        }
        self.init(
            path: file.path,
            chip: Chip(tone, words["skills.diff_\(file.change.rawValue)"]),
            isExecutable: file.isExecutable,
            counts: counts,
            note: note,
            hunks: hunks
        )
    }

    /// As many lines as there is room for, and how many are left out.
    private static func shown(
        _ diff: LineDiff,
        _ words: Words,
        room: inout Int
    ) -> (hunks: [VersionDiffModel.Hunk], note: String?) {
        let all = diff.hunks.reduce(0) { $0 + $1.lines.count }
        let width = diff.hunks.flatMap(\.lines).map { String(max($0.old ?? 0, $0.new ?? 0)).count }.max() ?? 1
        var hunks: [VersionDiffModel.Hunk] = []
        var shown = 0
        for hunk in diff.hunks where room > 0 {
            let lines = hunk.lines.prefix(room)
            room -= lines.count
            shown += lines.count
            hunks.append(.init(title: hunk.title, lines: lines.map { .init($0, width: width) }))
        }
        return (hunks, shown < all ? words.counted("skills.more_lines", all - shown) : nil)
    }
}

extension VersionDiffModel.Line {
    fileprivate init(_ line: LineDiff.Line, width: Int) {
        let padded = { (number: Int?) -> String in
            let text = number.map(String.init) ?? ""
            return String(repeating: " ", count: width - text.count) + text
        }
        let sign =
            switch line.kind {
            case .same: " "
            case .added: "+"
            case .removed: "−"
            }
        kind = line.kind.rawValue
        numbers = "\(padded(line.old)) \(padded(line.new))"
        text = sign + VisibleText.of(line.text)
    }
}
