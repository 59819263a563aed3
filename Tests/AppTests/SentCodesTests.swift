import Bundles
import Contract
import Domain
import Foundation
import Testing

/// The codes that samples show and pages list are those the server sends, and no others.
@Suite struct SentCodesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardized

    @Test func samplesShowOnlyCodesThatTheServerSends() throws {
        let rules =
            SkillRule.allCases.map(\.rawValue) + ProfileRule.allCases.map(\.rawValue)
            + ArchiveRefusal.Cause.allCases.map(\.rawValue) + ApprovalReason.allCases.map(\.rawValue)
            + ["plan.yanked", "plan.provider_disabled"]
        let sent = Set(
            rules + FaultCode.allCases.map(\.rawValue) + FailureCode.allCases.map(\.rawValue)
                + ProblemCode.allCases.map(\.rawValue)
        )
        let folder = Self.root.appending(path: "docs/fixtures")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".json")
        }
        #expect(names.count > 40)
        for name in names {
            let sample = try JSONSerialization.jsonObject(
                with: Data(contentsOf: folder.appending(path: name))
            )
            let unknown = Set(Self.codes(in: sample)).subtracting(sent)
            #expect(unknown.isEmpty, "\(name): \(unknown.sorted())")
        }
    }

    @Test func theRunOfTheSamplesIsAtStepsThatAdaptersTake() throws {
        let page = try String(
            contentsOf: Self.root.appending(path: "docs/07-provider-adapter-spec.md"),
            encoding: .utf8
        )
        let sample = Self.root.appending(path: "docs/fixtures/getRun.json")
        let run = try JSON.decode(RunView.self, from: Data(contentsOf: sample))
        let steps = (run.tasks ?? []).compactMap(\.step)
        #expect(!steps.isEmpty)
        for step in steps { #expect(page.contains("`\(step)`"), "\(step)") }
    }

    @Test func thePageListsTheCodesOfSingleFaults() throws {
        let page = try String(
            contentsOf: Self.root.appending(path: "docs/05-api-contract.md"),
            encoding: .utf8
        )
        let sentence = try #require(page.components(separatedBy: "The codes of single faults are ").last)
            .prefix { $0 != "." }
        let listed = sentence.split(separator: "`").filter { $0.allSatisfy { $0.isLetter || $0 == "_" } }
        #expect(listed.map(String.init) == FaultCode.allCases.map(\.rawValue))
    }

    /// A refusal nobody makes is a promise to clients that is never kept.
    @Test(arguments: ProblemCode.allCases)
    func everyRefusalOfTheContractIsMadeSomewhere(_ code: ProblemCode) throws {
        let makes = "Problem(.\(code),"
        let made = try ["API", "Contract", "Engine"].contains { target in
            let folder = Self.root.appending(path: "Sources/\(target)")
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            return try files.filter { $0.hasSuffix(".swift") }.contains { file in
                let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                return text.filter { !$0.isWhitespace }.contains(makes)
            }
        }
        #expect(made, "Nothing in API, Contract or Engine makes \(makes)")
    }

    private static func codes(in value: Any) -> [String] {
        if let object = value as? [String: Any] {
            return [object["code"] as? String].compactMap(\.self) + object.values.flatMap(codes)
        }
        return (value as? [Any] ?? []).flatMap(codes)
    }
}
