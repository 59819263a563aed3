/// One outcome in a chart: its colour goes with a pattern, so that neither carries it alone.
struct ChartSeries: Sendable {
    let tone: Chip.Tone
    let label: String

    /// What fills its bars in the chart of that id.
    func fill(in chart: String) -> String { "url(#\(chart)-\(tone.rawValue))" }
}

extension ChartMarkup {
    /// The patterns that the bars of a chart refer to.
    mutating func addPatterns(of series: [ChartSeries], in chart: String) {
        add("defs") { markup in
            for entry in series { markup.addPattern(entry.tone, id: "\(chart)-\(entry.tone.rawValue)") }
        }
    }

    /// Plain for what is well, slanted for partly, level for failed, upright for the rest.
    private mutating func addPattern(_ tone: Chip.Tone, id: String) {
        let turn: String =
            switch tone {
            case .warn: "rotate(45)"
            case .idle, .undo: "rotate(90)"
            case .ok, .run, .fail: "rotate(0)"
            }
        let isPlain = tone == .ok || tone == .run
        add(
            "pattern",
            [
                "id": id, "width": "5", "height": "5", "patternUnits": "userSpaceOnUse",
                "patternTransform": turn,
            ]
        ) { markup in
            markup.add("rect", ["class": "b-\(tone.rawValue)", "width": "5", "height": "5"])
            if !isPlain { markup.add("rect", ["class": "hatch", "width": "5", "height": "1.5"]) }
        }
    }
}

/// An entry of a legend, with the chart's own pattern.
struct LegendEntry: Sendable {
    let label: String
    let svg: String

    init(_ series: ChartSeries, in chart: String) {
        label = series.label
        var markup = ChartMarkup()
        markup.add("svg", ["class": "swatch", "width": "12", "height": "12", "aria-hidden": "true"]) {
            $0.add("rect", ["width": "12", "height": "12", "rx": "2", "fill": series.fill(in: chart)])
        }
        svg = markup.text
    }
}
