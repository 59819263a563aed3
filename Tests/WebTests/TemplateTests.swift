import Foundation
import Testing

@testable import Web

/// Rules that keep text from becoming markup, held against the templates themselves.
@Suite struct TemplateTests {
    /// What may be put in as markup: a page's own content, pictures made in Swift, Markdown that was made safe.
    private static let unescaped: Set<String> = [
        "m.content", "svg", ".svg", "m.svg", "spark", "m.document", "document",
    ]

    @Test func markupIsPutInOnlyWhereItIsMadeHere() throws {
        let templates = try LocaleTests.files(".mustache")
        #expect(templates.count > 10)
        for (name, text) in templates {
            for match in text.matches(of: /\{\{\{\s*([^}]*?)\s*\}\}\}|\{\{&\s*([^}]*?)\s*\}\}/) {
                let slot = String(match.output.1 ?? match.output.2 ?? "")
                #expect(Self.unescaped.contains(slot), "\(name): \(slot)")
            }
        }
    }

    @Test func noTemplateHasStylesOrScriptsOfItsOwn() throws {
        for (name, text) in try LocaleTests.files(".mustache") {
            for tag in Markup(text).tags {
                for (attribute, _) in tag.attributes {
                    let lower = attribute.lowercased()
                    #expect(lower != "style", "\(name): <\(tag.name) style>")
                    #expect(!lower.hasPrefix("on"), "\(name): <\(tag.name) \(attribute)>")
                    // Only with `data-` is it HTML.
                    #expect(!lower.hasPrefix("hx-"), "\(name): <\(tag.name) \(attribute)>")
                    #expect(!lower.hasPrefix("data-hx-on"), "\(name): <\(tag.name) \(attribute)>")
                }
                let isScript = tag.name.lowercased() == "script"
                #expect(!isScript || tag.attributes.contains { $0.name == "src" }, "\(name): inline script")
                #expect(tag.name.lowercased() != "style", "\(name): inline style")
            }
            #expect(!text.contains("javascript:"), "\(name)")
        }
    }

    /// An attribute without quotes ends at a space of its value.
    @Test func everyValueInATagIsQuoted() throws {
        for (name, text) in try LocaleTests.files(".mustache") {
            #expect(text.firstMatch(of: /<[^>]*=\{\{/) == nil, "\(name)")
        }
    }
}
