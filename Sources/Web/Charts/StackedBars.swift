/// Counts over time as stacked bars.
///
/// Widths are shares and heights are pixels, so that its words keep their size on a narrow screen.
struct StackedBars: Sendable {
    struct Bar: Sendable {
        /// What stands below it, where there is room.
        let mark: String
        /// Which part of time it is, in full.
        let label: String
        /// As many as there are series, from the bottom up.
        let values: [Int]
    }

    /// Unique on its page.
    let id: String
    let title: String
    let description: String
    let series: [ChartSeries]
    let bars: [Bar]
    /// Every how many bars a mark is written.
    let markEvery: Int
    /// How numbers are written.
    let number: @Sendable (Int) -> String

    static let height = 196.0
    private static let plotTop = 10.0
    private static let plotBottom = 170.0
    /// Shares of the width: where the bars begin, and what of its place a bar takes.
    private static let plotLeft = 9.0
    private static let barShare = 0.72

    var axis: Axis { Axis(upTo: bars.map { $0.values.reduce(0, +) }.max() ?? 0) }
    var legend: [LegendEntry] { series.map { LegendEntry($0, in: id) } }

    var svg: String {
        var markup = ChartMarkup()
        markup.add(
            "svg",
            [
                "class": "bars", "width": "100%", "height": ChartMarkup.number(Self.height), "role": "img",
                "aria-labelledby": "\(id)-t \(id)-d",
            ]
        ) { markup in
            markup.add("title", ["id": "\(id)-t"], words: title)
            markup.add("desc", ["id": "\(id)-d"], words: description)
            markup.addPatterns(of: series, in: id)
            addAxis(to: &markup)
            for index in bars.indices { add(bar: index, to: &markup) }
        }
        return markup.text
    }

    private func addAxis(to markup: inout ChartMarkup) {
        let axis = axis
        for mark in axis.marks {
            let y = ChartMarkup.number(level(axis.share(of: mark)))
            markup.add(
                "line",
                ["class": "rule", "x1": ChartMarkup.percent(Self.plotLeft), "x2": "100%", "y1": y, "y2": y]
            )
            markup.add("text", ["class": "ax", "x": "0", "y": y, "dy": "4"], words: number(mark))
        }
    }

    private func add(bar index: Int, to markup: inout ChartMarkup) {
        let bar = bars[index]
        let place = (100 - Self.plotLeft) / Double(bars.count)
        let left = Self.plotLeft + place * Double(index)
        addParts(
            of: bar,
            left: left + place * (1 - Self.barShare) / 2,
            width: place * Self.barShare,
            to: &markup
        )
        markup.add(
            "rect",
            [
                "class": "hit", "x": ChartMarkup.percent(left), "y": ChartMarkup.number(Self.plotTop),
                "width": ChartMarkup.percent(place),
                "height": ChartMarkup.number(Self.plotBottom - Self.plotTop),
            ]
        ) { $0.add("title", words: words(of: bar)) }
        let (mark, rest) = index.quotientAndRemainder(dividingBy: max(markEvery, 1))
        guard rest == 0 else { return }
        markup.add(
            "text",
            [
                // On a narrow screen every second mark makes room.
                "class": mark.isMultiple(of: 2) ? "ax" : "ax minor",
                "x": ChartMarkup.percent(left + place / 2), "y": ChartMarkup.number(Self.plotBottom + 18),
                "text-anchor": "middle",
            ],
            words: bar.mark
        )
    }

    private func addParts(of bar: Bar, left: Double, width: Double, to markup: inout ChartMarkup) {
        let axis = axis
        var below = 0
        for (entry, value) in zip(series, bar.values) where value > 0 {
            let top = level(axis.share(of: below + value))
            let height = level(axis.share(of: below)) - top
            below += value
            markup.add(
                "rect",
                [
                    "x": ChartMarkup.percent(left), "y": ChartMarkup.number(top),
                    "width": ChartMarkup.percent(width), "height": ChartMarkup.number(height),
                    "fill": entry.fill(in: id),
                ]
            )
        }
    }

    private func words(of bar: Bar) -> String {
        ([bar.label] + zip(series, bar.values).map { "\($0.label) \(number($1))" }).joined(separator: " · ")
    }

    /// How far below the top edge a share of the axis lies.
    private func level(_ share: Double) -> Double {
        Self.plotBottom - share * (Self.plotBottom - Self.plotTop)
    }
}
