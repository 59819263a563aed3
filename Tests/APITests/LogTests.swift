import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import Testing

@Suite("Log lines")
struct LogTests {
    @Test func everyRequestLeavesOneLineWithoutTokenOrBody() async throws {
        let (site, log) = loggingSite()
        try await site.test { client in
            let body = #"{"name":"very-private","role":"nobody"}"#
            _ = try await client.ask(.post, "/api/tokens", body: body, headers: [requestIDHeader: "r-1"])
            _ = try await client.ask(.get, "/nowhere?secret=1", headers: [requestIDHeader: "r-2"])
        }
        let lines = log.lines
        try #require(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("debug Request answered. duration_us=") })
        #expect(lines[0].contains(" method=POST request_id=r-1 route=/api/tokens status=422"))
        #expect(lines[1].contains(" method=GET request_id=r-2 route=NotFound status=404"))
        let all = lines.joined()
        #expect(!all.contains(FixtureFrontDoor.token) && !all.contains("private") && !all.contains("secret"))
    }

    @Test func aDefectOfOursIsLoggedAsAnErrorWithTheRequestID() async throws {
        let (site, log) = loggingSite()
        site.plane.refuse(with: Problem(.internal, "The run cannot be read back."))
        try await site.test { client in
            let answer = try await client.ask(.get, "/api/providers", headers: [requestIDHeader: "r-3"])
            _ = try answer.problem(.internal)
        }
        let errors = log.lines.filter { $0.hasPrefix("error") }
        try #require(errors.count == 1)
        #expect(errors[0].contains("request_id=r-3") && errors[0].contains("The run cannot be read back."))
    }

    private func loggingSite() -> (TestSite, RecordedLog) {
        let log = RecordedLog()
        var site = TestSite()
        site.logger = Logger(label: "test", factory: { _ in log })
        site.logger.logLevel = .debug
        return (site, log)
    }
}

/// Keeps the lines in memory, their metadata sorted by name; what the web server itself logs is left out.
private final class RecordedLog: LogHandler {
    private let recorded = Mutex<[String]>([])

    var lines: [String] { recorded.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set { _ = newValue }
    }
    var logLevel: Logger.Level {
        get { .debug }
        set { _ = newValue }
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { nil }
        set { _ = newValue }
    }

    func log(event: LogEvent) {
        guard event.source == "API" else { return }
        let values = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        recorded.withLock { $0.append("\(event.level) \(event.message) \(values.joined(separator: " "))") }
    }
}
