import Contract
import Domain
import Foundation
import Testing

@testable import Providers

/// docs/07-provider-adapter-spec.md shows tables that are kept in code: they must be the same.
@Suite struct DocumentTests {
    private let document: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        document = try String(
            contentsOf: root.appending(path: "docs/07-provider-adapter-spec.md"),
            encoding: .utf8
        )
    }

    @Test func theCapabilityTableIsTheOneInCode() {
        #expect(rows(under: "## Capabilities") == ProviderKind.allCases.map(\.capabilityRow))
    }

    @Test func theTableOfCodesIsTheOneInCode() {
        #expect(rows(under: "## The codes") == FailureCode.allCases.map(\.row))
    }

    @Test func theErrorMappingIsTheOneInCode() {
        #expect(rows(under: "## Error mapping") == FailureTable.rows.map(\.markdown))
    }

    @Test func theOptionsAreTheOnesInCode() {
        #expect(rows(under: "## Settings") == ProviderKind.allCases.map(\.optionRow))
    }

    /// The rows of the first table of a section, without its head.
    private func rows(under heading: String) -> [String] {
        let lines = document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: heading) else { return [] }
        let table = lines[start...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
        return Array(table.dropFirst(2))
    }
}

private func row(_ cells: String...) -> String { "| " + cells.joined(separator: " | ") + " |" }

extension ProviderKind {
    fileprivate var capabilityRow: String {
        let can = capabilities
        return row(
            "`\(rawValue)`",
            "`\(can.rollback.rawValue)`",
            can.keepsVersions.word,
            can.readsBack.word,
            "`\(can.driftDetection.rawValue)`",
            can.idempotentCreate.word,
            can.longRunning.word,
            can.maximumTotalBytes.map { String($0) } ?? "–",
            can.maximumFiles.map { String($0) } ?? "–"
        )
    }

    fileprivate var optionRow: String {
        let options = SettingsRules.options(of: self).sorted { $0.key < $1.key }
        return row(
            "`\(rawValue)`",
            self == .folder ? "none" : "required",
            options.filter(\.value).map { "`\($0.key)`" }.joined(separator: ", ").orDash,
            options.filter { !$0.value }.map { "`\($0.key)`" }.joined(separator: ", ").orDash
        )
    }
}

extension FailureCode {
    fileprivate var row: String {
        ProvidersTests.row(
            "`\(rawValue)`",
            sentence.english,
            isRetryable.word,
            isRetryable ? "\(defaultBackOff.components.seconds) s" : "–",
            fault.rawValue,
            nextAction.english
        )
    }
}

extension FailureRow {
    var markdown: String {
        let statuses =
            status.count == 1 ? "\(status.lowerBound)" : "\(status.lowerBound)–\(status.upperBound)"
        let conditions = codes.map { "`\($0)`" } + (mention.map { ["says “\($0)”"] } ?? [])
        return row(
            vendors.isEmpty ? "all" : vendors.map(\.rawValue).joined(separator: ", "),
            statuses,
            conditions.joined(separator: " or ").orDash,
            purposes.isEmpty ? "all" : purposes.map(\.rawValue).joined(separator: ", "),
            "`\(code.rawValue)`",
            retry.map { $0 ? "yes" : "no" } ?? "by code"
        )
    }
}

extension Bool {
    fileprivate var word: String { self ? "yes" : "no" }
}

extension String {
    fileprivate var orDash: String { isEmpty ? "–" : self }
}
