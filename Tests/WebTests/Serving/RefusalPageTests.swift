import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// The page in place of one that cannot be had: what may pass by itself can be asked for once more.
@Suite struct RefusalPageTests {
    private func refused(
        _ address: String,
        with code: ProblemCode,
        body check: @escaping @Sendable (String) -> Void
    ) async throws {
        let site = PageSite()
        site.plane.refuse("audit", with: Problem(code, "The database cannot be reached."))
        try await site.test { client in
            check(try await client.browse(.get, address).text)
        }
    }

    @Test(arguments: [ProblemCode.unavailable, .internal, .rateLimited]) func whatMayPassCanBeAskedForAgain(
        code: ProblemCode
    ) async throws {
        try await refused("/audit?actor=mina&action=run.created", with: code) { page in
            #expect(page.contains("id=\"again\" href=\"/audit?actor=mina&amp;action=run.created\""))
        }
    }

    /// Whole pages, parts of one, unknown addresses: nothing is looked at, and the wait is said in either language.
    @Test func whoAsksTooMuchIsToldInTheirLanguage() async throws {
        var site = PageSite()
        let detail: Phrase =
            "This token or session sent more than \(12000, as: "limit") requests in a minute."
        site.refusal = Problem(.rateLimited, as: "requests", detail, retryAfterSeconds: 3)
        let calls = site.plane.calls.count
        try await site.test { client in
            for (language, words) in [
                (Language.english, "more than 12000 requests"), (.korean, "12000건 넘는 요청"),
            ] {
                for address in ["/audit", "/no/such/page"] {
                    let answer = try await client.browse(.get, address, language: language)
                    #expect(answer.status == .tooManyRequests)
                    #expect(answer.headers[.retryAfter] == "3")
                    #expect(answer.text.contains(words), "\(address)")
                }
            }
        }
        #expect(site.plane.calls.count == calls)
    }

    @Test func whatStaysRefusedIsNotOfferedAgain() async throws {
        try await refused("/audit", with: .validationFailed) { page in
            #expect(!page.contains("id=\"again\"") && page.contains("id=\"back\""))
        }
    }
}
