import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// The cards at the top of the dashboard: their course, and what a filter leaves of them.
@Suite struct FigureCardTests {
    /// What runs and waits now has a past as the other figures do.
    @Test func everyFigureHasItsCourse() async throws {
        try await PageSite().test { client in
            let cards = try await client.cards("/dashboard")
            #expect(cards.count == 5)
            for (name, card) in cards { #expect(card.contains("<svg class=\"spark"), "\(name)") }
            // 3 run; 1 ran a day before.
            #expect(cards["running"]?.contains("+2 <span class=\"verdict\">more</span>") == true)
            #expect(cards["queue"]?.contains("+11 s <span class=\"verdict\">worse</span>") == true)
        }
    }

    @Test func aFigureThatAFilterLeavesNothingOfSaysSo() async throws {
        try await PageSite().test { client in
            let failed = try await client.cards("/dashboard?status=failed")
            #expect(failed["success"]?.contains("No rate among runs of one state") == true)
            #expect(failed["running"]?.contains("The filter by state leaves these runs out") == true)
            #expect(failed["queue"]?.contains("The filter by state leaves these runs out") == true)
            #expect(failed["failed"]?.contains("<span class=\"kpi-v\">5</span>") == true)
            let running = try await client.cards("/dashboard?status=running&who=mina")
            #expect(running["running"]?.contains("<span class=\"kpi-v\">3</span>") == true)
            #expect(running["running"]?.contains("No course for one state") == true)
            #expect(running["failed"]?.contains("<span class=\"kpi-v\">–</span>") == true)
            #expect(running.values.allSatisfy { $0.contains("who=mina") }, "links keep the filter")
        }
    }
}

extension TestClientProtocol {
    /// The markup of each card of a dashboard, by the end of its id.
    fileprivate func cards(_ uri: String) async throws -> [String: String] {
        let page = try await browse(.get, uri).text
        let cards = page.split(separator: "<a class=\"card kpi\" id=\"figure-").dropFirst()
        return Dictionary(
            uniqueKeysWithValues: cards.map { card in
                (String(card.prefix { $0 != "\"" }), String(card.split(separator: "</a>")[0]))
            }
        )
    }
}
