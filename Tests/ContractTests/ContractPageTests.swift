import Contract
import Foundation
import Testing

@Suite("docs/05-api-contract.md")
struct ContractPageTests {
    /// An example stands behind a line `<!-- docs/fixtures/NAME -->`, in a fenced block.
    @Test func everyExampleIsAFixtureLetterForLetter() throws {
        let page = try Docs.text("05-api-contract.md")
        let parts = page.components(separatedBy: "<!-- docs/fixtures/").dropFirst()
        #expect(parts.count > 20)
        for part in parts {
            let name = String(part.prefix { $0 != " " })
            let block = part.components(separatedBy: "```")
            try #require(block.count > 1)
            let example = block[1].drop { $0 != "\n" }.dropFirst()
            #expect(String(example) == (try Docs.text("fixtures/\(name)")), "\(name)")
        }
    }

    @Test func everyJSONFixtureIsShown() throws {
        let page = try Docs.text("05-api-contract.md")
        for name in try Docs.fixtures(".json") where !name.hasPrefix("problem-") {
            #expect(page.contains("<!-- docs/fixtures/\(name) -->"), "\(name)")
        }
    }

    @Test func theTableOfProblemsIsTheOneOfTheCode() throws {
        let page = try Docs.text("05-api-contract.md")
        let rows = page.split(separator: "\n").filter {
            $0.hasPrefix("| `") && $0.contains("` | 4") || $0.contains("` | 5")
        }
        let expected = ProblemCode.allCases.map {
            "| `\($0.rawValue)` | \($0.status) | \($0.title) | \($0.nextStep) |"
        }
        #expect(rows.map(String.init) == expected)
    }

    @Test func everyOperationOfTheOpenAPIDocumentIsExplained() throws {
        let page = try Docs.text("05-api-contract.md")
        let document = try Docs.json(try Docs.text("openapi.json"))
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        for (path, operations) in paths {
            for method in operations.keys where method != "parameters" {
                #expect(page.contains("`\(method.uppercased()) \(path)`"), "\(method) \(path)")
            }
        }
    }

    /// Whether the document's lists of values are those of the code: a new state must not be forgotten there.
    @Test(arguments: [
        ("RunStatus", RunStatus.allCases.map(\.rawValue)),
        ("TaskStatus", TaskStatus.allCases.map(\.rawValue)),
        ("RunKind", RunKind.allCases.map(\.rawValue)),
        ("CommandSource", CommandSource.allCases.map(\.rawValue)),
        ("SkillState", SkillState.allCases.map(\.rawValue)), ("Role", Role.allCases.map(\.rawValue)),
        ("OverviewRange", OverviewRange.allCases.map(\.rawValue)),
        ("MatrixState", MatrixCell.State.allCases.map(\.rawValue)),
        ("ProviderKind", ProviderKind.allCases.map(\.rawValue)),
        ("FailureCode", FailureCode.allCases.map(\.rawValue)),
        ("ProblemCode", ProblemCode.allCases.map(\.rawValue)),
    ])
    func theDocumentListsTheValuesOfTheCode(_ schema: String, _ values: [String]) throws {
        #expect(try Self.schema(schema)["enum"] as? [String] == values)
    }

    @Test func theDocumentListsTheKindsOfEvents() throws {
        let properties = try #require(try Self.schema("Event")["properties"] as? [String: [String: Any]])
        #expect(properties["kind"]?["enum"] as? [String] == EventView.Kind.allCases.map(\.rawValue))
    }

    private static func schema(_ name: String) throws -> [String: Any] {
        let document = try Docs.json(try Docs.text("openapi.json"))
        let components = try #require(document["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: [String: Any]])
        return try #require(schemas[name])
    }
}
