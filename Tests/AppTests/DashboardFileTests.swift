import Contract
import Engine
import Foundation
import Testing

@testable import App

/// The dashboard for Grafana and the page about operations speak of metrics and rules that there are.
@Suite struct DashboardFileTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL

    private struct Dashboard: Decodable {
        struct Target: Decodable { let expr: String }

        struct Place: Decodable {
            let h: Int
            let w: Int
            let x: Int
            let y: Int
        }

        struct Panel: Decodable {
            let id: Int
            let title: String
            let gridPos: Place
            let targets: [Target]?
        }

        let title: String
        let panels: [Panel]
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    private func dashboard() throws -> Dashboard {
        try JSONDecoder().decode(Dashboard.self, from: Data(try text("deploy/grafana/skillyard.json").utf8))
    }

    /// The name of a metric without what a histogram adds.
    private func metrics(in text: String) -> Set<String> {
        Set(
            text.matches(of: /skillyard_[a-z0-9_]+/).map { match in
                let name = String(match.output)
                return MetricDescriptions.all[name] == nil
                    ? name.replacing(/_(bucket|sum|count)$/, with: "") : name
            }
        )
    }

    @Test func everyQueryNamesMetricsThatThereAre() throws {
        let known = Set(MetricDescriptions.all.keys)
        var shown: Set<String> = []
        for panel in try dashboard().panels {
            for target in panel.targets ?? [] {
                let named = metrics(in: target.expr)
                #expect(!named.isEmpty && named.isSubset(of: known), "\(panel.title): \(target.expr)")
                #expect(target.expr.count { $0 == "(" } == target.expr.count { $0 == ")" }, "\(target.expr)")
                shown.formUnion(named)
            }
        }
        #expect(known.subtracting(shown).isEmpty, "shown nowhere: \(known.subtracting(shown).sorted())")
    }

    @Test func panelsLieBesideEachOther() throws {
        let panels = try dashboard().panels
        #expect(Set(panels.map(\.id)).count == panels.count)
        var taken: Set<[Int]> = []
        for place in panels.map(\.gridPos) {
            #expect(place.x + place.w <= 24)
            for x in place.x..<place.x + place.w {
                for y in place.y..<place.y + place.h { #expect(taken.insert([x, y]).inserted) }
            }
        }
    }

    @Test func theOperationsPageNamesEveryMetric() throws {
        let named = metrics(in: try text("docs/operations.md"))
        let files: Set = ["skillyard_Web"]
        #expect(named.subtracting(MetricDescriptions.all.keys).subtracting(files).isEmpty)
        #expect(Set(MetricDescriptions.all.keys).subtracting(named).isEmpty)
    }

    /// Every rule that comes with the program has its part of the runbook, under the heading that alerts link to.
    @Test(arguments: AlertDefaults.rules.map(\.id)) func everyRuleHasItsPartOfTheRunbook(_ rule: AlertRuleID)
        throws
    {
        let page = try text("docs/operations.md")
        #expect(rule.runbookAnchor == "alert-\(rule)")
        #expect(AlertRuleID.inRunbook == Set(AlertDefaults.rules.map(\.id.rawValue)))
        let heading = "\n### Alert \(rule)\n"
        let parts = page.components(separatedBy: heading)
        try #require(parts.count == 2)
        let part = parts[1].components(separatedBy: "\n#")[0]
        for word in ["**Means.**", "**Look at**", "**Do.**"] { #expect(part.contains(word), "\(word)") }
    }
}
