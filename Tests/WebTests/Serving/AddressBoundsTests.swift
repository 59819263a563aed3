import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Pages take no more in their addresses than the API takes for the same.
@Suite struct AddressBoundsTests {
    private static let long = String(repeating: "x", count: 5000)

    @Test(arguments: [
        "/skills?q=", "/skills?tag=", "/skills?owner=", "/skills?provider=", "/skills?cursor=",
        "/ui/palette?q=",
        "/dashboard?who=", "/dashboard?skill=", "/dashboard?mx=", "/dashboard?cell=", "/runs?who=",
        "/audit?actor=",
        "/audit?action=", "/audit?subject=", "/install?skill=", "/install?reason=",
        "/skills/release-notes/files?path=",
    ])
    func whatIsTooLongIsNamedAndNeverAskedFor(_ address: String) async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.browse(.get, address + Self.long)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("characters are allowed"))
            let control = try await client.browse(.get, address + "%07")
            #expect(control.status == .unprocessableContent)
            let part = try await client.browse(.get, address + Self.long, headers: [.hxRequest: "true"])
            #expect(part.status == .unprocessableContent)
        }
        #expect(site.plane.calls.allSatisfy { $0 == "caller" })
    }

    @Test func theLongestThatTheAPITakesIsTaken() async throws {
        let site = PageSite()
        try await site.test { client in
            let text = String(repeating: "%ED%95%9C", count: 200)
            let longest = try await client.browse(.get, "/skills?q=\(text)")
            #expect(longest.status == .ok)
            let longer = try await client.browse(.get, "/skills?q=\(text)x")
            #expect(longer.status == .unprocessableContent)
        }
    }

    @Test func moreRunsThanAPageHasAreNotCutOffInSilence() async throws {
        let site = PageSite()
        let run = "run=019abcde-f012-7a3b-8c4d-5e6f708192a3"
        try await site.test { client in
            let runs = Array(repeating: run, count: 201).joined(separator: "&")
            let answer = try await client.browse(.get, "/runs/bulk?action=retry&\(runs)")
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("At most 200 are allowed."))
        }
    }

    @Test func marksOfOthersAreNotLookedAt() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/skills?utm_source=\(Self.long)")
            #expect(page.status == .ok)
        }
    }

    @Test func aReasonToYankIsAsLongAsTheAPITakesIt() async throws {
        let site = PageSite()
        try await site.test { client in
            let uri = "/skills/release-notes/versions/1/yank"
            let answer = try await client.browse(.post, uri, form: "reason=\(Self.long)&revision=a")
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("in at most 1000 characters"))
        }
        #expect(!site.plane.calls.contains { $0.hasPrefix("yank") })
    }
}
