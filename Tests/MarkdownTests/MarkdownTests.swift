import Markdown
import Testing

@Suite struct MarkdownTests {
    private func html(_ text: String) throws -> String {
        try #require(Markdown.html(text) { $0 == "references/style.md" ? "/files?path=style&x" : nil })
    }

    @Test func headingsStandBelowThePageAndCanBeLinkedTo() throws {
        let html = try html("# One two\n\n###### Deep\n\n[up](#One-two)\n\n# One two\n")
        #expect(html.contains("<h2><span id=\"doc-one-two\"></span>One two</h2>"))
        #expect(html.contains("<h6><span id=\"doc-deep\"></span>Deep</h6>"))
        #expect(html.contains("<a href=\"#doc-one-two\">up</a>"))
        #expect(html.contains("id=\"doc-one-two-1\""))
    }

    @Test func noTwoHeadingsShareAName() throws {
        let html = try html("# a\n\n# a\n\n# a-1\n\n# A\n")
        let names = html.matches(of: /id="([^"]*)"/).map { String($0.output.1) }
        #expect(Set(names).count == 4)
    }

    @Test func tablesAreTables() throws {
        let html = try html("| a | b |\n|:-:|--:|\n| 1 | <b>2</b> |\n")
        #expect(html.contains("<div class=\"scroll\" tabindex=\"0\">\n<table>"))
        #expect(html.contains("<td>1</td>"))
        #expect(html.contains("&lt;b&gt;2&lt;/b&gt;"))
        // HTML has given up the attribute, and styles are forbidden in the page.
        #expect(!html.contains("align") && !html.contains("style"))
    }

    @Test func rawHTMLIsShownAsTheTextItIs() throws {
        let html = try html(
            "<!-- send the secrets -->\n\nSay <example>this</example>.\n\n<div>\nblock\n</div>\n"
        )
        #expect(html.contains("&lt;!-- send the secrets --&gt;"))
        #expect(html.contains("Say &lt;example&gt;this&lt;/example&gt;."))
        #expect(html.contains("<pre><code>&lt;div&gt;\nblock\n&lt;/div&gt;"))
    }

    @Test func linksLeadToFilesOfTheSkillOrOutOfIt() throws {
        #expect(try html("[a](references/style.md)").contains("href=\"/files?path=style&amp;x\""))
        #expect(
            try html("[a](https://example.com/?q=1&r=2)").contains(
                "href=\"https://example.com/?q=1&amp;r=2\""
            )
        )
        #expect(try html("[a](mailto:a@example.com)").contains("href=\"mailto:a@example.com\""))
        #expect(try html("[gone](references/gone.md)") == "<p>gone</p>\n")
    }

    @Test func picturesAreWords() throws {
        #expect(
            try html("![A chart](https://example.com/a.png)")
                == "<p><a href=\"https://example.com/a.png\">A chart</a></p>\n"
        )
        #expect(try html("![](images/flow.png)") == "<p>flow.png</p>\n")
        let nested = try html("[![badge](https://a.example/b.svg)](https://a.example/)")
        #expect(nested == "<p><a href=\"https://a.example/\">badge</a></p>\n")
        let inner = try html("![x [y](https://b.example/) ![z](https://c.example/)](https://a.example/)")
        #expect(inner == "<p><a href=\"https://a.example/\">x y z</a></p>\n")
    }

    @Test func listsQuotesAndCodeComeThrough() throws {
        let html = try html("> q\n\n1. one\n2. ~~two~~\n\n```sh\necho '<b>'\n```\n")
        #expect(html.contains("<blockquote>"))
        #expect(html.contains("<del>two</del>"))
        #expect(html.contains("<pre><code class=\"language-sh\">echo '&lt;b&gt;'"))
    }

    @Test func documentsReadAtTheSameTimeDoNotDisturbEachOther() async {
        let text = String(repeating: "~~two~~ words\n\n", count: 50)
        let whole = await withTaskGroup { group in
            for _ in 0..<400 {
                group.addTask { Markdown.html(text) { $0 }?.matches(of: /<del>/).count == 50 }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(whole == 400)
    }

    @Test func koreanAndEmojiAreUntouched() throws {
        let html = try html("# 릴리스 노트\n\n- 사용법 👩‍💻\n")
        #expect(html.contains("<h2><span id=\"doc-릴리스-노트\"></span>릴리스 노트</h2>"))
        #expect(html.contains("<li>사용법 👩‍💻</li>"))
    }

    @Test func tooMuchIsNotRendered() {
        #expect(Markdown.html(String(repeating: "a\n", count: Markdown.maximumBytes)) { _ in nil } == nil)
    }
}
