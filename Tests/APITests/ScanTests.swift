import API
import Contract
import Fixtures
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@Suite("The safety scan over HTTP")
struct ScanTests {
    private func log(_ uri: String, accept: String? = nil) async throws -> [String: Any] {
        var headers: HTTPFields = [:]
        headers[.accept] = accept
        let asked = headers
        let answer = Mutex<Data?>(nil)
        try await TestSite().test { client in
            let response = try await client.ask(.get, uri, headers: asked)
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "application/sarif+json")
            answer.withLock { $0 = Data(response.body.readableBytesView) }
        }
        let data = try #require(answer.withLock { $0 })
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("SARIF is answered by query and by Accept header")
    func sarif() async throws {
        let path = RouteTests.versionPath + "/scan"
        for log in [
            try await log(path + "?format=sarif"), try await log(path, accept: "application/sarif+json"),
        ] {
            #expect(log["version"] as? String == "2.1.0")
            let run = try #require((log["runs"] as? [[String: Any]])?.first)
            let results = try #require(run["results"] as? [[String: Any]])
            #expect(results.map { $0["level"] as? String } == ["error", "error", "warning", "note"])
            #expect(results[0]["suppressions"] != nil)
            #expect((results[1]["suppressions"] as? [Any])?.isEmpty == true)
            let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
            let rules = try #require(driver?["rules"] as? [[String: Any]]).compactMap { $0["id"] as? String }
            #expect(Set(rules) == Set(results.compactMap { $0["ruleId"] as? String }))
            let properties = run["properties"] as? [String: String]
            #expect(properties?["notice"] == ScanReport.notice)
        }
    }
}
