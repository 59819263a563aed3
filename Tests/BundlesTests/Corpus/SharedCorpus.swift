import Domain
import Foundation
import Testing

@testable import Bundles

/// The collection of skills and hostile archives that lies outside of the repository.
enum SharedCorpus {
    /// Skips a test, and says so, where there is no such collection.
    static let required = ConditionTrait.enabled(
        if: isPresent,
        "the shared corpus is absent; set SKILLYARD_CORPUS to its folder"
    )

    private static let isPresent: Bool = {
        let isPresent = FileManager.default.fileExists(atPath: folder.path)
        if !isPresent { print("SKIPPED: the shared corpus is absent (set SKILLYARD_CORPUS to its folder).") }
        return isPresent
    }()

    /// The bytes of one of its files; a collection without it fails the test.
    static func file(_ name: String) throws -> [UInt8] {
        let data = try? Data(contentsOf: folder.appending(path: name))
        return [UInt8](try #require(data, "the shared corpus has no \(name)"))
    }

    static func archive(_ name: String) throws -> [BundleFile] {
        let bytes = try file(name)
        let limits = ArchiveLimits(entries: 100_000, fileBytes: 1 << 30, totalBytes: 1 << 30, ratio: 10_000)
        return try TarReader.files(of: bytes, limits: limits).map { $0.bundleFile() }
    }

    static let packageRoot = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static var folder: URL {
        if let path = ProcessInfo.processInfo.environment["SKILLYARD_CORPUS"] { return URL(filePath: path) }
        return packageRoot.deletingLastPathComponent().appending(path: "shared/corpus")
    }
}

/// A table of a page below `docs`, found by the heading above it.
struct DocumentedTable {
    /// The cells of each row, without the header; code marks are taken off.
    let rows: [[String]]

    init(under heading: String, in page: String = "docs/validation.md") throws {
        let path = SharedCorpus.packageRoot.appending(path: page)
        let lines = try String(contentsOf: path, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let section = lines.drop { $0 != heading }.dropFirst().prefix { !$0.hasPrefix("#") }
        rows = section.filter { $0.hasPrefix("|") }.dropFirst(2).map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map { cell in
                cell.replacing("`", with: "").trimmingCharacters(in: .whitespaces)
            }
        }
    }

    func row(_ key: String) -> [String]? {
        rows.first { $0.first == key }
    }
}
