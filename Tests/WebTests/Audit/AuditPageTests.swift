import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct AuditPageTests {
    @Test(arguments: ["/audit", "/audit?from=nonsense"])
    func theEngineSaysWhoMayReadItSoThatWhoTriedIsKept(_ address: String) async throws {
        var site = PageSite()
        site.role = .viewer
        let plane = site.plane
        plane.refuse("audit", with: Problem(.permissionDenied, "This needs the role admin."))
        try await site.test { client in
            let page = try await client.browse(.get, address)
            #expect(page.status == .forbidden)
            #expect(page.text.contains("mina"))
        }
        #expect(plane.calls.contains { $0.hasPrefix("audit ") })
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
