import Foundation

/// The files of `docs/`, found from this source file.
enum Docs {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs")

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    static func fixtures(_ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "fixtures").path)
            .filter { $0.hasSuffix(suffix) }
            .sorted()
    }

    /// As a value that compares by content: order and spacing of JSON do not count.
    static func json(_ text: String) throws -> NSDictionary {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        guard let object = value as? NSDictionary else { throw CocoaError(.fileReadCorruptFile) }
        return object
    }
}
