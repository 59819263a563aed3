import Client
import Contract
import Foundation

/// The sample answers of `docs/fixtures`.
enum Fixtures {
    static let docs = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: docs.appending(path: "fixtures/\(name)")))
    }

    static func openAPIDocument() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: docs.appending(path: "openapi.json")))
    }

    static func value<Value: Decodable>(_ operation: String, as type: Value.Type = Value.self) throws -> Value
    {
        try JSON.decode(type, from: try bytes("\(operation).json"))
    }

    static func problem(_ code: ProblemCode) throws -> Problem {
        try value("problem-\(code.rawValue)")
    }

    /// The sample of the event stream, as its followers get it.
    static func events() throws -> [EventFeedItem] {
        var parser = ServerSentEventParser()
        return try parser.feed(try bytes("streamEvents.sse")).map { event in
            event.name == "resync"
                ? .resync(position: Int64(event.id ?? "") ?? 0)
                : .event(try JSON.decode(EventView.self, from: event.data.utf8))
        }
    }
}
