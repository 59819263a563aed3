import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct DriftPageTests {
    private static let finding = "019abcde-f012-7a3b-8c4d-5e6f70819301"

    @Test func theListSaysWhatDiffersAndWhatCanBeDone() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/drift").text
            for part in [
                "Should not be there", "Other content", "Gone", "Content of no known version",
                "4 places differ",
                "Could not be read", "About to look", "Cannot be asked",
                "href=\"/drift/\(Self.finding)/accept?provider=openai&amp;skill=release-notes\"",
                "value=\"release-notes@2\"",
                "id=\"drift-openai-repair\"", "id=\"drift-openai-remove\"", "id=\"look-claude-check\"",
            ] {
                #expect(page.contains(part), "\(part)")
            }
            // Whoever asked already need not ask again.
            #expect(!page.contains("id=\"look-openai-check\""))
        }
        try await PageSite(role: .viewer).test { client in
            let page = try await client.browse(.get, "/drift").text
            for part in ["/install/plan", "/accept", "id=\"look-claude-check\""] {
                #expect(!page.contains(part), "\(part)")
            }
            #expect(page.contains("Looks are asked for"))
        }
    }

    @Test func aLookIsAskedFor() async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.browse(.post, "/drift/check", form: "provider=openai")
            #expect(answer.status == .seeOther)
            #expect(site.plane.calls.contains("checkDrift openai"))
            #expect(try await client.browse(.post, "/drift/check", form: "provider=").status == .notFound)
        }
    }

    @Test func acceptingTakesAReason() async throws {
        let site = PageSite()
        try await site.test { client in
            let address = "/drift/\(Self.finding)/accept"
            let form = try await client.browse(.get, address).text
            #expect(form.contains("release-notes, OpenAI"))
            #expect(form.contains("From then on the ledger says what stands there now"))
            let silent = try await client.browse(.post, address, form: "reason=+")
            #expect(silent.status == .unprocessableContent)
            let done = try await client.browse(.post, address, form: "reason=On+purpose")
            #expect(done.status == .seeOther)
            #expect(site.plane.calls.contains("acceptDrift \(Self.finding) On purpose"))
            #expect(try await client.browse(.get, "/drift/x/accept").status == .notFound)
            let other = "/drift/019abcde-f012-7a3b-8c4d-5e6f70819399/accept"
            #expect(try await client.browse(.get, other).status == .notFound)
        }
    }

    @Test func whatIsShownAnewIsOfTheSameProviderAndPage() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, "/drift?provider=claude").text
            #expect(page.contains("<input type=\"hidden\" name=\"provider\" value=\"claude\"></div>"))
            #expect(page.contains("action=\"/drift/check?provider=claude\""))
            let answer = try await client.browse(
                .post,
                "/drift/check?provider=claude",
                form: "provider=claude"
            )
            #expect(answer.headers[.location] == "/drift?provider=claude")
        }
    }

    @Test func nothingThatDiffersIsSaidSo() async throws {
        let site = PageSite()
        site.plane.empty(true)
        try await site.test { client in
            let page = try await client.browse(.get, "/drift").text
            #expect(page.contains("Nothing differs."))
            #expect(page.contains("There is no provider to look at."))
        }
    }

    @Test func theProvidersPageSaysHowTheLastLookWent() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/providers/claude").text
            #expect(page.contains("href=\"/drift?provider=claude\""))
            #expect(page.contains("Differs"))
        }
    }
}
