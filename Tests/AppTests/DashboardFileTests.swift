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

    /// Where several installations share a Prometheus, each series is of the chosen one, and by labels that it has.
    @Test func everySelectorIsOfTheChosenJob() throws {
        let labels: [String: Set<String>] = [
            "skillyard_alerts": ["severity", "state"], "skillyard_breaker_changes_total": ["state"],
            "skillyard_build_info": ["version"], "skillyard_database_connections": ["state"],
            "skillyard_database_transactions_open": ["kind"],
            "skillyard_http_request_duration_seconds": ["surface", "le"],
            "skillyard_http_requests_total": ["method", "route", "status"],
            "skillyard_database_write_duration_seconds": ["le"],
            "skillyard_provider_down": ["provider"], "skillyard_provider_paused": ["provider"],
            "skillyard_provider_held_back": ["provider"],
            "skillyard_queue_oldest_wait_seconds": ["provider"], "skillyard_queue_targets": ["provider"],
            "skillyard_runs_ended_total": ["kind", "status"], "skillyard_runs_total": ["kind"],
            "skillyard_target_failures_total": ["code"],
            "skillyard_targets_ended_total": ["provider", "outcome"],
            "skillyard_tries_total": ["outcome"], "skillyard_try_duration_seconds": ["kind", "le"],
            "skillyard_worker_targets": ["state"],
        ]
        for panel in try dashboard().panels {
            for expression in (panel.targets ?? []).map(\.expr) {
                var known: Set<String> = ["job", "instance"]
                for name in metrics(in: expression) { known.formUnion(labels[name] ?? []) }
                for match in expression.matches(of: /skillyard_[a-z0-9_]+(\{[^}]*\})?/) {
                    #expect(
                        match.output.1?.contains(#"job=~"$job""#) == true,
                        "\(panel.title): \(expression)"
                    )
                }
                let matched = expression.matches(of: /[{,]([a-z_]+)=/).map { String($0.output.1) }
                let grouped = expression.matches(of: /(?:by|on|group_left) \(([a-z_, ]+)\)/).flatMap {
                    match in
                    match.output.1.split(separator: ",").map { $0.filter { $0 != " " } }
                }
                #expect(Set(matched + grouped).isSubset(of: known), "\(panel.title): \(expression)")
            }
        }
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
