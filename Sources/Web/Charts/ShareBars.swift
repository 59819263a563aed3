/// Totals side by side: one lying bar for each, all to the same scale.
struct ShareBars: Sendable {
    struct Row: Sendable {
        let label: String
        /// As many as there are series, from the left.
        let values: [Int]
    }

    /// Unique on its page.
    let id: String
    let title: String
    let description: String
    let series: [ChartSeries]
    let rows: [Row]
    /// How numbers are written.
    let number: @Sendable (Int) -> String

    private static let rowHeight = 36.0
    private static let barHeight = 12.0

    var legend: [LegendEntry] { series.map { LegendEntry($0, in: id) } }
    private var highest: Int { max(rows.map { $0.values.reduce(0, +) }.max() ?? 0, 1) }

    var svg: String {
        var markup = ChartMarkup()
        markup.add(
            "svg",
            [
                "class": "bars", "width": "100%",
                "height": ChartMarkup.number(Double(rows.count) * Self.rowHeight), "role": "img",
                "aria-labelledby": "\(id)-t \(id)-d",
            ]
        ) { markup in
            markup.add("title", ["id": "\(id)-t"], words: title)
            markup.add("desc", ["id": "\(id)-d"], words: description)
            markup.addPatterns(of: series, in: id)
            for (index, row) in rows.enumerated() {
                add(row, at: Double(index) * Self.rowHeight, to: &markup)
            }
        }
        return markup.text
    }

    private func add(_ row: Row, at top: Double, to markup: inout ChartMarkup) {
        let baseline = ChartMarkup.number(top + 14)
        markup.add("text", ["class": "ax name", "x": "0", "y": baseline], words: row.label)
        markup.add(
            "text",
            ["class": "ax", "x": "100%", "y": baseline, "text-anchor": "end"],
            words: row.values.map(number).joined(separator: " · ")
        )
        var left = 0.0
        for (entry, value) in zip(series, row.values) where value > 0 {
            let width = Double(value) / Double(highest) * 100
            markup.add(
                "rect",
                [
                    "class": "bar", "x": ChartMarkup.percent(left), "y": ChartMarkup.number(top + 19),
                    "width": ChartMarkup.percent(width), "height": ChartMarkup.number(Self.barHeight),
                    "fill": entry.fill(in: id),
                ]
            ) { markup in
                markup.add("title", words: "\(row.label) · \(entry.label) \(number(value))")
            }
            left += width
        }
    }
}
