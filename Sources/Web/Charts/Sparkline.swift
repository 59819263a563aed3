/// The course of one number as a small line; where a value is missing, the line is broken.
struct Sparkline: Sendable {
    let tone: Chip.Tone
    /// What the line says, in words.
    let label: String
    let values: [Double?]

    private static let width = 120.0
    private static let height = 30.0
    /// Room above and below, so that the line's own width stays inside.
    private static let margin = 2.0

    var svg: String {
        var markup = ChartMarkup()
        markup.add(
            "svg",
            [
                "class": "spark sp-\(tone.rawValue)", "viewBox": "0 0 120 30",
                "preserveAspectRatio": "none", "role": "img", "aria-label": label,
            ]
        ) { markup in
            for stretch in stretches { add(stretch, to: &markup) }
        }
        return markup.text
    }

    /// The unbroken parts of the line, as points.
    var stretches: [[(x: Double, y: Double)]] {
        let step = values.count > 1 ? Self.width / Double(values.count - 1) : 0
        let highest = values.compactMap { $0 }.max() ?? 0
        var stretches: [[(x: Double, y: Double)]] = [[]]
        for (index, value) in values.enumerated() {
            guard let value else {
                stretches.append([])
                continue
            }
            let share = highest > 0 ? value / highest : 0
            let y = Self.height - Self.margin - share * (Self.height - 2 * Self.margin)
            stretches[stretches.count - 1].append((Double(index) * step, y))
        }
        return stretches.filter { !$0.isEmpty }
    }

    private func add(_ stretch: [(x: Double, y: Double)], to markup: inout ChartMarkup) {
        guard let first = stretch.first, let last = stretch.last else { return }
        // A value that stands alone is drawn as a short line: a point without length would not show.
        let points =
            stretch.count > 1
            ? stretch : [(max(first.x - 3, 0), first.y), (min(first.x + 3, Self.width), first.y)]
        let text = points.map { "\(ChartMarkup.number($0.x)),\(ChartMarkup.number($0.y))" }.joined(
            separator: " "
        )
        if stretch.count > 1 {
            let left = "\(ChartMarkup.number(first.x)),30"
            let right = "\(ChartMarkup.number(last.x)),30"
            markup.add("polygon", ["class": "spark-a", "points": "\(left) \(text) \(right)"])
        }
        markup.add("polyline", ["class": "spark-l", "points": text])
    }
}
