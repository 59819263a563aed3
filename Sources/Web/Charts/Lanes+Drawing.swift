/// The lanes as SVG: a bar per try whose colour, pattern and end mark tell how it ended.
extension Lanes {
    private enum Size {
        static let width = 960.0
        static let left = 8.0
        static let right = 18.0
        static let axis = 22.0
        static let title = 20.0
        static let line = 18.0
        static let bar = 10.0
        static let density = 40.0
        static let gap = 8.0
    }

    /// The whole drawing; title and summary are for those who cannot see it.
    func drawing(title: String, summary: String, _ words: Words) -> String {
        let height = lanes.reduce(Size.axis) { $0 + Self.height(of: $1) }
        var markup = ChartMarkup()
        markup.add(
            "svg",
            [
                "class": "lanes", "viewBox": "0 0 \(Self.text(Size.width)) \(Self.text(height))",
                "role": "img", "aria-labelledby": "lanes-title lanes-desc",
            ]
        ) { svg in
            svg.add("title", ["id": "lanes-title"], words: title)
            svg.add("desc", ["id": "lanes-desc"], words: summary)
            svg.add("defs", [:]) { Self.patterns(&$0) }
            drawAxis(&svg, height: height, words)
            var top = Size.axis
            for lane in lanes {
                draw(lane, at: top, &svg, words)
                top += Self.height(of: lane)
            }
        }
        return markup.text
    }

    /// Stripes for what failed, dots for what is tried again: told apart without colour, too.
    private static func patterns(_ defs: inout ChartMarkup) {
        let box: KeyValuePairs = [
            "id": "lane-fail", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        ]
        defs.add("pattern", box) { pattern in
            pattern.add("rect", ["class": "b-fail", "width": "6", "height": "6"])
            pattern.add("rect", ["class": "lane-ink", "width": "2", "height": "6"])
        }
        let dots: KeyValuePairs = [
            "id": "lane-warn", "width": "5", "height": "5", "patternUnits": "userSpaceOnUse",
        ]
        defs.add("pattern", dots) { pattern in
            pattern.add("rect", ["class": "b-warn", "width": "5", "height": "5"])
            pattern.add("circle", ["class": "lane-ink", "cx": "2.5", "cy": "2.5", "r": "1.2"])
        }
    }

    private func drawAxis(_ svg: inout ChartMarkup, height: Double, _ words: Words) {
        for mark in axis.marks {
            let x = Self.text(place(mark))
            svg.add("line", ["class": "lane-grid", "x1": x, "x2": x, "y1": "16", "y2": Self.text(height)])
            svg.add(
                "text",
                [
                    "class": "ax", "x": x, "y": "11",
                    "text-anchor": mark == 0 ? "start" : axis.share(of: mark) > 0.96 ? "end" : "middle",
                ],
                words: mark == 0 ? "0" : words.duration(milliseconds: mark)
            )
        }
    }

    private func draw(_ lane: Lane, at top: Double, _ svg: inout ChartMarkup, _ words: Words) {
        svg.add(
            "text",
            ["class": "lane-name", "x": Self.text(Size.left), "y": Self.text(top + 13)],
            words: lane.name.count > 48 ? lane.name.prefix(47) + "…" : lane.name
        )
        svg.add(
            "text",
            [
                "class": "ax", "x": Self.text(Size.width - Size.right), "y": Self.text(top + 13),
                "text-anchor": "end",
            ],
            words: amount(lane, words)
        )
        switch lane.content {
        case .segments(let segments, _):
            for segment in segments { draw(segment, below: top + Size.title, &svg) }
        case .density(let buckets):
            draw(buckets, below: top + Size.title, &svg)
        }
    }

    /// How many tries; where they are not drawn one by one, also what the highest bar stands for.
    private func amount(_ lane: Lane, _ words: Words) -> String {
        let tries = words.counted("runs.tries", lane.tries)
        guard case .density(let buckets) = lane.content else { return tries }
        let highest = words.grouped(buckets.map(\.total).max() ?? 0)
        let span = words.duration(milliseconds: axis.length / buckets.count)
        return tries + " · " + words["runs.peak", ["n": highest, "span": span]]
    }

    private func draw(_ segment: Segment, below top: Double, _ svg: inout ChartMarkup) {
        let start = place(segment.start)
        let width = max(3, place(segment.end) - start)
        let y = top + Double(segment.line) * Size.line
        let middle = y + Size.bar / 2
        if let before = segment.waitedSince {
            svg.add(
                "line",
                [
                    "class": "lane-wait", "x1": Self.text(place(before)), "x2": Self.text(start),
                    "y1": Self.text(middle), "y2": Self.text(middle),
                ]
            )
        }
        let tone = segment.outcome.tone
        svg.add("g") { group in
            group.add("title", words: segment.label)
            group.add(
                "rect",
                [
                    "class": Self.style(tone) + (segment.outcome == .running ? " lane-open" : ""),
                    "fill": Self.fill(tone), "x": Self.text(start), "y": Self.text(y),
                    "width": Self.text(width), "height": Self.text(Size.bar), "rx": "2",
                ]
            )
            group.add(
                "path",
                [
                    "class": "lane-mark m-\(tone.rawValue)",
                    "d": Self.mark(tone, x: start + width, y: middle),
                ]
            )
        }
    }

    /// Bars that stand on each other, one path per tone.
    private func draw(_ buckets: [Bucket], below top: Double, _ svg: inout ChartMarkup) {
        let highest = Double(max(1, buckets.map(\.total).max() ?? 1))
        let span = (Size.width - Size.left - Size.right) / Double(buckets.count)
        let bottom = top + Size.density
        for tone in [Chip.Tone.ok, .run, .idle, .warn, .fail] {
            var path = ""
            for (index, bucket) in buckets.enumerated() {
                guard let count = bucket.counts[tone] else { continue }
                let below = bucket.counts.filter { Self.rank($0.key) < Self.rank(tone) }.values.reduce(0, +)
                let y = bottom - Double(below) / highest * Size.density
                let height = Double(count) / highest * Size.density
                let x = Size.left + Double(index) * span
                path +=
                    "M\(Self.text(x)) \(Self.text(y))h\(Self.text(span - 1))v-\(Self.text(height))h-\(Self.text(span - 1))z"
            }
            guard !path.isEmpty else { continue }
            svg.add("path", ["class": Self.style(tone), "fill": Self.fill(tone), "d": path])
        }
    }

    private static func rank(_ tone: Chip.Tone) -> Int {
        switch tone {
        case .ok: 0
        case .run: 1
        case .idle, .undo: 2
        case .warn: 3
        case .fail: 4
        }
    }

    /// A class that fills outranks the attribute, so where a pattern fills there is none.
    private static func style(_ tone: Chip.Tone) -> String {
        tone == .fail || tone == .warn ? "lane-bar" : "lane-bar b-\(tone.rawValue)"
    }

    private static func fill(_ tone: Chip.Tone) -> String {
        switch tone {
        case .fail: "url(#lane-fail)"
        case .warn: "url(#lane-warn)"
        case .ok, .run, .idle, .undo: "none"
        }
    }

    /// A circle ends well, a cross ends badly, a triangle goes on, a bar has not ended.
    private static func mark(_ tone: Chip.Tone, x: Double, y: Double) -> String {
        let (x, y) = (Self.text(x), Self.text(y))
        return switch tone {
        case .ok: "M\(x) \(y)m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"
        case .fail: "M\(x) \(y)m-4 -4l8 8m0 -8l-8 8"
        case .warn: "M\(x) \(y)m0 -6l6 10h-12z"
        case .run, .idle, .undo: "M\(x) \(y)m0 -6v12"
        }
    }

    private static func height(of lane: Lane) -> Double {
        switch lane.content {
        case .segments(_, let lines): Size.title + Double(lines) * Size.line + Size.gap
        case .density: Size.title + Size.density + Size.gap + 4
        }
    }

    private func place(_ milliseconds: Int) -> Double {
        Size.left + axis.share(of: milliseconds) * (Size.width - Size.left - Size.right)
    }

    private static func text(_ value: Double) -> String { ChartMarkup.number(value) }
}
