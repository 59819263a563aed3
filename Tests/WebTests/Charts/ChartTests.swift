import Testing

@testable import Web

@Suite struct ChartTests {
    private static let outcomes = [
        ChartSeries(tone: .ok, label: "Succeeded"), ChartSeries(tone: .fail, label: "Failed"),
    ]

    private func bars(_ values: [[Int]], title: String = "Runs") -> StackedBars {
        StackedBars(
            id: "c",
            title: title,
            description: "All of them",
            series: Self.outcomes,
            bars: values.enumerated().map {
                StackedBars.Bar(mark: "m\($0.offset)", label: "b\($0.offset)", values: $0.element)
            },
            markEvery: 2,
            number: String.init
        )
    }

    /// What is filled with a pattern of a series.
    private func drawnBars(_ svg: String) -> [Box] {
        boxes(svg) { $0 == "fill" && $1.hasPrefix("url(") }
    }

    private func boxes(_ svg: String, where matches: (String, String) -> Bool) -> [Box] {
        Markup(svg).tags.filter { $0.name == "rect" && $0.attributes.contains(where: matches) }.map(Box.init)
    }

    // MARK: Stacked bars

    @Test func heightsFollowTheNumbersAndStackWithoutGaps() throws {
        let drawn = drawnBars(bars([[6, 2], [0, 0], [8, 0]]).svg)
        try #require(drawn.count == 3, "nothing is drawn for zero")
        // 8 is the top of the axis: the plot is 160 high and ends at 170.
        #expect(drawn[0].y == 50 && drawn[0].height == 120)
        #expect(drawn[1].y == 10 && drawn[1].height == 40)
        #expect(drawn[0].x == drawn[1].x)
        #expect(drawn[2].y == 10 && drawn[2].height == 160)
        #expect(drawn[2].x > drawn[0].x)
    }

    @Test(arguments: [1, 7, 24, 30]) func everyBarStaysInsideAndBesideTheNext(count: Int) {
        let svg = bars((0..<count).map { [$0, count - $0] }).svg
        let drawn = drawnBars(svg)
        #expect(drawn.allSatisfy { $0.x >= 9 && $0.x + $0.width <= 100 })
        #expect(drawn.allSatisfy { $0.y >= 10 && $0.y + $0.height <= 170.02 })
        let places = Set(drawn.map(\.x)).sorted()
        let width = drawn.first?.width ?? 0
        #expect(zip(places, places.dropFirst()).allSatisfy { $0 + width < $1 })
        #expect(boxes(svg) { $0 == "class" && $1 == "hit" }.count == count)
    }

    @Test func aChartSaysWhatItIs() {
        let markup = Markup(bars([[1, 1]]).svg)
        let root = markup.tags[0].attributes
        #expect(root.contains { $0 == ("role", "img") })
        #expect(root.contains { $0 == ("aria-labelledby", "c-t c-d") })
        for id in ["c-t", "c-d", "c-ok", "c-fail"] {
            #expect(markup.tags.contains { $0.attributes.contains { $0 == ("id", id) } }, "\(id)")
        }
        #expect(bars([[3, 1]]).svg.contains("<title>b0 · Succeeded 3 · Failed 1</title>"))
    }

    @Test func anEmptyChartIsStillAChart() {
        #expect(drawnBars(bars([]).svg).isEmpty)
        #expect(drawnBars(bars([[0, 0]]).svg).isEmpty)
    }

    @Test func marksAreWrittenWhereThereIsRoom() {
        let svg = bars(Array(repeating: [1, 0], count: 6)).svg
        #expect(svg.contains(">m0<") && svg.contains(">m2<") && svg.contains(">m4<"))
        #expect(!svg.contains(">m1<"))
    }

    @Test func wordsAreNeverMarkup() {
        let hostile = "\"'><script>alert(1)</script>&"
        let svg = bars([[1, 1]], title: hostile).svg
        #expect(Markup(svg).skeleton == Markup(bars([[1, 1]]).svg).skeleton)
        #expect(svg.contains("&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"))
        let rows = BarRows(
            id: "s",
            title: hostile,
            description: hostile,
            series: Self.outcomes,
            marks: [.init(mark: hostile, label: hostile)],
            rows: [.init(label: hostile, note: hostile, parts: [[1, 2]])],
            markEvery: 1,
            number: String.init
        )
        #expect(!rows.svg.contains("<script"))
        #expect(!Sparkline(tone: .ok, label: hostile, values: [1]).svg.contains("<script"))
    }

    // MARK: Rows of bars

    private let rows = BarRows(
        id: "s",
        title: "Targets",
        description: "",
        series: outcomes,
        marks: [.init(mark: "m0", label: "l0"), .init(mark: "m1", label: "l1")],
        rows: [
            .init(label: "a", note: "50", parts: [[30, 10], [0, 0]]),
            .init(label: "b", note: "20", parts: [[0, 0], [20, 0]]),
        ],
        markEvery: 1,
        number: String.init
    )

    @Test func rowsAreToOneScaleAndBelowEachOther() throws {
        let drawn = drawnBars(rows.svg)
        try #require(drawn.count == 3, "nothing is drawn for zero")
        // 40 is the highest of all: it fills the 30 that a row has.
        #expect(drawn[0].height == 22.5 && drawn[1].height == 7.5)
        #expect(drawn[0].y == drawn[1].y + drawn[1].height)
        #expect(drawn[0].x == drawn[1].x)
        #expect(drawn[2].height == 15)
        #expect(drawn[2].x == drawn[0].x + 50)
        #expect(drawn[2].y > drawn[0].y + drawn[0].height)
    }

    @Test func everyBarOfARowSaysWhatItIs() {
        #expect(rows.svg.contains("<title>a · l0 · Succeeded 30 · Failed 10</title>"))
        #expect(rows.svg.contains("<title>b · l1 · Succeeded 20 · Failed 0</title>"))
        #expect(rows.svg.contains(">m0<") && rows.svg.contains(">m1<"))
    }

    // MARK: Sparklines

    @Test func aMissingValueBreaksTheLine() {
        let line = Sparkline(tone: .ok, label: "", values: [1, 2, nil, nil, 4])
        #expect(line.stretches.map(\.count) == [2, 1])
        #expect(line.stretches[1][0].x == 120)
        #expect(line.stretches[1][0].y == 2)
        #expect(line.stretches[0][0].y == 21.5)
        #expect(Sparkline(tone: .ok, label: "", values: [nil, nil]).stretches.isEmpty)
        #expect(Sparkline(tone: .ok, label: "", values: [0, 0]).stretches[0].allSatisfy { $0.y == 28 })
    }

    @Test func coordinatesAreShort() {
        #expect(ChartMarkup.number(1.0 / 3) == "0.33")
        #expect(ChartMarkup.number(2.5) == "2.5")
        #expect(ChartMarkup.number(-0.05) == "-0.05")
        #expect(ChartMarkup.number(7) == "7")
        #expect(ChartMarkup.number(.nan) == "0")
    }
}

/// A rectangle as it was written.
private struct Box {
    let x: Double
    let y: Double
    let width: Double
    let height: Double

    init(_ tag: Markup.Tag) {
        func number(_ name: String) -> Double {
            let text = tag.attributes.first { $0.name == name }?.value ?? ""
            return Double(text.hasSuffix("%") ? String(text.dropLast()) : text) ?? .nan
        }
        x = number("x")
        y = number("y")
        width = number("width")
        height = number("height")
    }
}
