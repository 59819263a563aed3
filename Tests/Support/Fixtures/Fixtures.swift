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

    /// What a role may do, from the table of `docs/permissions.md`, which is compared with the engine.
    static func operations(of role: Role) throws -> [Contract.Operation] {
        let page = try String(contentsOf: docs.appending(path: "permissions.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("|") }.map { row in
            row.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
        }
        guard let column = rows.first?.firstIndex(of: role.rawValue) else { return [] }
        return rows.filter { $0.count > column && $0[column] == "yes" }.compactMap {
            Contract.Operation(rawValue: $0[0])
        }
    }

    package static func value<Value: Decodable>(_ operation: String, as type: Value.Type = Value.self) throws
        -> Value
    {
        try JSON.decode(type, from: try bytes("\(operation).json"))
    }

    /// The same with every text that may be anything changed, as if somebody hostile had written it.
    ///
    /// Which texts may be anything, the types say: where decoding refuses the change, the sample stays as it is.
    static func value<Value: Decodable>(
        _ operation: String,
        as type: Value.Type = Value.self,
        changing change: (String) -> String
    ) throws -> Value {
        let sample = try JSONSerialization.jsonObject(with: Data(try bytes("\(operation).json")))
        var fixed: Set<String> = []
        while true {
            do {
                let changed = changed(sample, named: "", except: fixed, change)
                return try JSON.decode(type, from: try JSONSerialization.data(withJSONObject: changed))
            } catch DecodingError.dataCorrupted(let context) {
                guard let name = context.codingPath.last(where: { $0.intValue == nil })?.stringValue,
                    fixed.insert(name).inserted
                else { throw DecodingError.dataCorrupted(context) }
            }
        }
    }

    private static func changed(
        _ value: Any,
        named name: String,
        except fixed: Set<String>,
        _ change: (String) -> String
    ) -> Any {
        switch value {
        case let text as String: fixed.contains(name) ? text : change(text)
        case let items as [Any]: items.map { changed($0, named: name, except: fixed, change) }
        case let members as [String: Any]:
            Dictionary(
                uniqueKeysWithValues: members.map { key, member in
                    (name == "detail" ? change(key) : key, changed(member, named: key, except: fixed, change))
                }
            )
        default: value
        }
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
