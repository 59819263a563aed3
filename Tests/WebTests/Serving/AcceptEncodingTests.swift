import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite("Accept-Encoding (RFC 9110, section 12.5.3)")
struct AcceptEncodingTests {
    @Test(arguments: [
        "gzip", "GZIP", "x-gzip", "br, gzip;q=0.5", "gzip ; q=1.0", "*", "*;q=0.1", "*;q=0, gzip",
    ])
    func takesGzip(_ field: String) async throws {
        #expect(AcceptEncoding.takesGzip(field))
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/settings", headers: [.acceptEncoding: field])
            #expect(page.headers[.contentEncoding] == "gzip")
        }
    }

    @Test(arguments: [
        "", "br", "identity", "gzip;q=0", "gzip; q=0.000", "gzip;q=0, *", "*;q=0", "gzipped", "gzip;q=x",
    ])
    func takesNone(_ field: String) async throws {
        #expect(!AcceptEncoding.takesGzip(field))
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/settings", headers: [.acceptEncoding: field])
            #expect(page.headers[.contentEncoding] == nil)
        }
    }

    @Test func nothingIsPackedForWhoSaysNothing() {
        #expect(!AcceptEncoding.takesGzip(nil))
    }
}
