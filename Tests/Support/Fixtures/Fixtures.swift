import Client
package import Contract
import Foundation

/// The sample answers of `docs/fixtures`.
package enum Fixtures {
    private static let docs = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs")

    package static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: docs.appending(path: "fixtures/\(name)")))
    }

    /// What a file of the sample version holds.
    static func content(ofFile path: String) throws -> [UInt8] {
        path == "SKILL.md"
            ? try bytes("getSkillFile.txt")
            : Array("#!/bin/sh\ngit log --merges --oneline \"$1..HEAD\"\n".utf8)
    }

    package static func openAPIDocument() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: docs.appending(path: "openapi.json")))
    }

    package static func value<Value: Decodable>(_ operation: String, as type: Value.Type = Value.self) throws
        -> Value
    {
        try JSON.decode(type, from: try bytes("\(operation).json"))
    }

    package static func problem(_ code: ProblemCode) throws -> Problem {
        try value("problem-\(code.rawValue)")
    }

    /// The sample of the event stream, as its followers get it.
    package static func events() throws -> [EventFeedItem] {
        var parser = ServerSentEventParser()
        return try parser.feed(try bytes("streamEvents.sse")).map { event in
            event.name == "resync"
                ? .resync(position: Int64(event.id ?? "") ?? 0)
                : .event(try JSON.decode(EventView.self, from: event.data.utf8))
        }
    }
}
