/// Counts over time, a row of small stacked bars for each name; all rows are to one scale.
///
/// Widths are shares and heights are pixels, as in ``StackedBars``.
struct BarRows: Sendable {
    struct Row: Sendable {
        let label: String
        /// What stands at the end of its line, such as the sums.
        let note: String
        /// For each part of time as many values as there are series, from the bottom up.
        let parts: [[Int]]
    }

    /// A part of time.
    struct Mark: Sendable {
        /// What stands below it, where there is room.
        let mark: String
        /// Which part of time it is, in full.
        let label: String
    }

    /// Unique on its page.
    let id: String
    let title: String
    let description: String
    let series: [ChartSeries]
    let marks: [Mark]
    let rows: [Row]
    /// Every how many parts a mark is written.
    let markEvery: Int
    /// How numbers are written.
    let number: @Sendable (Int) -> String

    private static let rowHeight = 54.0
    private static let barTop = 20.0
    private static let barBottom = 50.0
    private static let barShare = 0.72
    private static let footHeight = 20.0

    var legend: [LegendEntry] { series.map { LegendEntry($0, in: id) } }

    private var highest: Int { max(rows.flatMap(\.parts).map { $0.reduce(0, +) }.max() ?? 0, 1) }
    /// Of the width, in hundredths, what a part of time takes.
    private var place: Double { 100 / Double(max(marks.count, 1)) }

    var svg: String {
        let height = Double(rows.count) * Self.rowHeight + Self.footHeight
        var markup = ChartMarkup()
        markup.add(
            "svg",
            [
                "class": "bars", "width": "100%", "height": ChartMarkup.number(height), "role": "img",
                "aria-labelledby": "\(id)-t \(id)-d",
            ]
        ) { markup in
            markup.add("title", ["id": "\(id)-t"], words: title)
            markup.add("desc", ["id": "\(id)-d"], words: description)
            markup.addPatterns(of: series, in: id)
            for (index, row) in rows.enumerated() {
                add(row, at: Double(index) * Self.rowHeight, to: &markup)
            }
            addMarks(at: height - 4, to: &markup)
        }
        return markup.text
    }

    private func add(_ row: Row, at top: Double, to markup: inout ChartMarkup) {
        let baseline = ChartMarkup.number(top + 14)
        markup.add("text", ["class": "ax name", "x": "0", "y": baseline], words: row.label)
        markup.add(
            "text",
            ["class": "ax", "x": "100%", "y": baseline, "text-anchor": "end"],
            words: row.note
        )
        let ground = ChartMarkup.number(top + Self.barBottom)
        markup.add("line", ["class": "rule", "x1": "0", "x2": "100%", "y1": ground, "y2": ground])
        for (index, values) in row.parts.enumerated() where values.contains(where: { $0 > 0 }) {
            markup.add("g") { markup in
                markup.add("title", words: words(of: row, at: index))
                addBar(values, at: index, above: top + Self.barBottom, to: &markup)
            }
        }
    }

    private func addBar(_ values: [Int], at index: Int, above ground: Double, to markup: inout ChartMarkup) {
        let left = ChartMarkup.percent(place * (Double(index) + (1 - Self.barShare) / 2))
        let width = ChartMarkup.percent(place * Self.barShare)
        var below = 0.0
        for (entry, value) in zip(series, values) where value > 0 {
            let height = Double(value) / Double(highest) * (Self.barBottom - Self.barTop)
            below += height
            markup.add(
                "rect",
                [
                    "x": left, "y": ChartMarkup.number(ground - below), "width": width,
                    "height": ChartMarkup.number(height), "fill": entry.fill(in: id),
                ]
            )
        }
    }

    private func addMarks(at baseline: Double, to markup: inout ChartMarkup) {
        for (index, mark) in marks.enumerated() {
            let (number, rest) = index.quotientAndRemainder(dividingBy: max(markEvery, 1))
            guard rest == 0 else { continue }
            markup.add(
                "text",
                [
                    // On a narrow screen every second mark makes room.
                    "class": number.isMultiple(of: 2) ? "ax" : "ax minor",
                    "x": ChartMarkup.percent(place * (Double(index) + (1 - Self.barShare) / 2)),
                    "y": ChartMarkup.number(baseline),
                ],
                words: mark.mark
            )
        }
    }

    private func words(of row: Row, at index: Int) -> String {
        let values = zip(series, row.parts[index]).map { "\($0.label) \(number($1))" }
        return ([row.label, marks.indices.contains(index) ? marks[index].label : ""] + values)
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
