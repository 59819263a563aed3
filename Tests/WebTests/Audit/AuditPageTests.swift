import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct AuditPageTests {
    // SEC-11
    @Test(arguments: Role.allCases)
    func whoeverSeesOnlyTheirOwnEntriesIsToldSo(_ role: Role) async throws {
        var site = PageSite()
        site.role = role
        let seesAll = [.admin, .auditor].contains(role)
        try await site.test { client in
            let page = try await client.browse(.get, "/audit")
            #expect(page.status == .ok)
            #expect(page.text.contains("id=\"audit-own\"") == !seesAll)
            #expect(page.text.contains("id=\"verify\"") == seesAll)
        }
    }

    @Test func theEngineIsAskedWhateverWasEnteredSoThatWhoTriedIsKept() async throws {
        let site = PageSite()
        try await site.test { client in
            _ = try await client.browse(.get, "/audit?from=nonsense")
        }
        #expect(site.plane.calls.contains { $0.hasPrefix("audit ") })
    }

    @Test func otherRefusalsAreNoDenial() async throws {
        let site = PageSite()
        site.plane.refuse("audit", with: Problem(.unavailable, "The database cannot be reached."))
        try await site.test { client in
            let page = try await client.browse(.get, "/audit")
            #expect(page.status == .serviceUnavailable)
        }
    }
}
