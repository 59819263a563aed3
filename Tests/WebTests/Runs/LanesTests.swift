import Contract
import Fixtures
import Testing

@testable import Web

@Suite("Lanes of a run")
struct LanesTests {
    private static let now = Timestamp("2026-11-22T10:05:00Z") ?? Timestamp(microseconds: 0)

    private static func lanes(_ known: SampleRuns.Known, label: String? = nil) throws -> Lanes {
        let run = try #require(SampleRuns(more: 0).find(SampleRuns.id(known)))
        return Lanes(run, name: \.rawValue, now: now) { task, attempt in
            label ?? "\(task.skill) \(attempt.number)"
        }
    }

    private static func segments(_ lanes: Lanes, _ provider: String) -> [Lanes.Segment] {
        for lane in lanes.lanes where lane.provider.rawValue == provider {
            if case .segments(let segments, _) = lane.content { return segments }
        }
        return []
    }

    @Test("each try is a segment from its start to its end, with its outcome")
    func segments() throws {
        let lanes = try Self.lanes(.failed)
        #expect(lanes.lanes.map(\.name) == ["claude", "codex-home", "openai"])
        let tries = Self.segments(lanes, "claude")
        #expect(tries.map(\.start) == [0, 5400])
        #expect(tries.map(\.end) == [400, 6800])
        #expect(
            tries.map(\.outcome) == [
                .failed(.rateLimited, isFinal: false), .failed(.providerUnavailable, isFinal: true),
            ]
        )
        #expect(tries.map(\.waitedSince) == [nil, 400])
        #expect(Self.segments(lanes, "codex-home").map(\.outcome) == [.success])
    }

    @Test("tries of one target share a line, and targets share one only where they do not overlap")
    func lines() throws {
        let tries = Self.segments(try Self.lanes(.running), "claude")
        let byLine = Dictionary(grouping: tries, by: \.line)
        #expect(byLine.count == 2)
        for line in byLine.values {
            let sorted = line.sorted { $0.start < $1.start }
            for (first, second) in zip(sorted, sorted.dropFirst()) { #expect(first.end <= second.start) }
        }
    }

    @Test("a try that runs reaches until now")
    func running() throws {
        let last = try #require(
            Self.segments(try Self.lanes(.running), "claude").first { $0.outcome == .running }
        )
        #expect(last.start == 10_000)
        #expect(last.end == 22_000)
    }

    @Test("a run of 5,000 targets is drawn with few elements, and no try is lost")
    func large() throws {
        let lanes = try Self.lanes(.large)
        #expect(lanes.lanes.count == 8)
        for lane in lanes.lanes {
            guard case .density(let buckets) = lane.content else {
                Issue.record("\(lane.name) shows each try")
                continue
            }
            #expect(buckets.map(\.total).reduce(0, +) == lane.tries)
        }
        let words = try Languages()[.english]
        let svg = lanes.drawing(title: "t", summary: "s", words)
        #expect(svg.split(separator: "<").count < 400)
        let table = LanesTable(lanes, words)
        #expect(table.rows.count == 8)
    }

    @Test("the table has a row for every segment of a small run")
    func table() throws {
        let lanes = try Self.lanes(.failed)
        let table = LanesTable(lanes, try Languages()[.english])
        #expect(table.rows.count == 4)
        #expect(table.rows.allSatisfy { $0.cells.count == table.columns.count - 1 })
        #expect(
            table.rows.first?.cells == [
                "release-notes 1", "0 ms", "400 ms", "The provider asked us to slow down.",
            ]
        )
    }

    @Test("texts of others cannot become markup (SEC-08)")
    func escaping() throws {
        let lanes = try Self.lanes(.failed, label: "</title><script>alert(1)</script>\"'&")
        let svg = lanes.drawing(title: "<b>", summary: "\" onload=x", try Languages()[.english])
        #expect(!svg.contains("<script"))
        #expect(!svg.contains("<b>"))
        #expect(svg.contains("&lt;script&gt;"))
    }

    @Test("every coordinate lies inside the picture")
    func inside() throws {
        for known in SampleRuns.Known.allCases {
            let svg = try Self.lanes(known).drawing(title: "t", summary: "s", try Languages()[.korean])
            for match in svg.matches(of: /\ x="(-?[0-9.]+)"/) {
                let x = try #require(Double(match.output.1))
                #expect((0...960).contains(x))
            }
        }
    }
}

@Suite("Axis of time")
struct TimeAxisTests {
    @Test(
        "marks stand at steps people count in, few enough to read",
        arguments: [0, 7, 40, 999, 6900, 61_000, 302_000, 3_600_001, 86_400_000, 4_000_000_000]
    )
    func marks(_ length: Int) {
        let axis = TimeAxis(upTo: length)
        #expect((2...7).contains(axis.marks.count), "\(axis.marks)")
        #expect(axis.marks.allSatisfy { $0 <= axis.length })
        #expect(axis.share(of: axis.length) == 1)
        #expect(axis.share(of: -5) == 0)
    }

    @Test func stepsAreRound() {
        #expect(TimeAxis(upTo: 6900).step == 2000)
        #expect(TimeAxis(upTo: 302_000).step == 60_000)
        #expect(TimeAxis(upTo: 90_000_000).step == 6 * 3_600_000)
    }
}
