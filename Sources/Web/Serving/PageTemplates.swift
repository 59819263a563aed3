import Foundation
import Mustache

/// The templates of all pages, parsed once.
struct PageTemplates: Sendable {
    /// No template of that name: a defect of ours.
    struct Missing: Error {
        let name: String
    }

    private let library: MustacheLibrary

    /// - Throws: ``WebSite/Unusable`` when one cannot be read or parsed.
    init() throws(WebSite.Unusable) {
        HTMLText.register()
        var library = MustacheLibrary()
        for file in try WebFiles.all(in: "Templates") where file.name.hasSuffix(".mustache") {
            let name = String(file.name.dropLast(".mustache".count))
            do {
                let text = Self.withoutLineEndsBetweenBlocks(String(decoding: file.content, as: UTF8.self))
                try library.register(HTMLText.pragma + text, named: name)
            } catch {
                throw WebSite.Unusable(detail: "The template \(name) cannot be parsed: build again.")
            }
        }
        self.library = library
    }

    func render(_ name: String, _ model: [String: Any]) throws -> String {
        let model = model.compactMapValues(ReflectedModel.reflected)
        guard let text = library.render(model, withTemplate: name) else { throw Missing(name: name) }
        return text
    }

    /// A line that ends after a block ends, or with the file, is for whoever reads the template: browsers would keep a
    /// text node for it in every row and show nothing.
    private static func withoutLineEndsBetweenBlocks(_ text: String) -> String {
        let blockEnd =
            #/
            (</(?:table|thead|tbody|tr|th|td|ul|ol|li|dl|dd|p|div|section|h[1-6])>) \n+ (?= < | \{\{ | $ )
            /#
        let whole = text.last == "\n" ? String(text.dropLast()) : text
        return whole.replacing(blockEnd) { $0.output.1 }
    }
}
