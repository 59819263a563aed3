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

    @Test(arguments: [ProblemCode.unavailable, .internal]) func whatMayPassCanBeAskedForAgain(
        code: ProblemCode
    ) async throws {
        try await refused("/audit?actor=mina&action=run.created", with: code) { page in
            #expect(page.contains("id=\"again\" href=\"/audit?actor=mina&amp;action=run.created\""))
        }
    }

    @Test func whatStaysRefusedIsNotOfferedAgain() async throws {
        try await refused("/audit", with: .validationFailed) { page in
            #expect(!page.contains("id=\"again\"") && page.contains("id=\"back\""))
        }
    }
}
