import Markdown
import Testing

/// SKILL.md comes from anybody: whatever stands in it, no markup of its own reaches a page (SEC-08).
@Suite struct HostileMarkdownTests {
    static let corpus = [
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example></sCrIpT>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<a href=javascript:alert(1)>x</a>",
        "<details open ontoggle=alert(1)>",
        "<body onload=alert(1)>",
        "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
        "<style>*{background:url(//evil.example)}</style>",
        "<link rel=stylesheet href=//evil.example>",
        "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
        "<base href=//evil.example>",
        "<form action=//evil.example><button>go</button></form>",
        "<div data-hx-get=/settings data-hx-trigger=load>x</div>",
        "<div hx-on:load=alert(1)>x</div>",
        "<!--><script>alert(1)</script>-->",
        "<!-- --!><script>alert(1)</script>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php <script>alert(1)</script> ?>",
        "<noscript><p title=\"</noscript><script>alert(1)</script>\">",
        "<textarea></textarea><script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](<javascript:alert(1)>)",
        "[x](javascript&colon;alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;&#x61;vascript&#58;alert(1))",
        "[x](\u{1}javascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](data:image/svg+xml;base64,PHN2Zz4=)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "[x](\\\\evil.example)",
        "[x](/settings/tokens)",
        "[x](https://a.example/\"onmouseover=alert(1)//)",
        "[x](https://a.example/ 'title\" onmouseover=\"alert(1)')",
        "![x](javascript:alert(1))",
        "![\"onerror=alert(1)](https://a.example/x)",
        "![x](x\"onerror=\"alert(1))",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "[x][r]\n\n[r]: <javascript:alert(1)> \"\\\" onclick=alert(1)\"",
        "<javascript:alert(1)>",
        "<https://a.example/\"onclick=alert(1)>",
        "```\"><script>alert(1)</script>\nx\n```",
        "``` a\"onmouseover=alert(1)\nx\n```",
        "# \"><script>alert(1)</script>",
        "# x\" onclick=\"alert(1)",
        // To Swift each of these quotes and brackets is part of the letter before it.
        "# \u{D4E}\"\u{D4E}>\u{D4E}<b",
        "| <script>alert(1)</script> |\n|-|\n| [x](javascript:alert(1)) |",
        "~~<script>alert(1)</script>~~",
        "`<script>alert(1)</script>`",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\\<script>alert(1)\\</script>",
        "[<script>alert(1)</script>](https://a.example)",
        "[x]: https://a.example \"</p><script>alert(1)</script>\"\n\n[x]",
        "*<script>*alert(1)</script>",
        "<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
        "{{m.caller}} {{{t}}} {{> layout/page}}",
        "> <script>\n> alert(1)\n> </script>",
        "- <script>\n  alert(1)\n  </script>",
        "[a](https://a.example)[b](javascript:alert(1))[c](#\"><script>alert(1)</script>)",
    ]

    /// What Markdown stands for, and nothing else, with the attributes that go with it.
    private static let allowed: [String: Set<String>] = [
        "a": ["href", "title"], "blockquote": [], "br": [], "code": ["class"], "del": [],
        "div": ["class", "tabindex"], "em": [], "h2": [], "h3": [], "h4": [], "h5": [], "h6": [], "hr": [],
        "li": [], "ol": ["start"], "p": [], "pre": [], "span": ["id"], "strong": [], "table": [], "tbody": [],
        "td": [], "th": [], "thead": [], "tr": [], "ul": [],
    ]

    @Test(arguments: corpus) func nothingOfItReachesAPage(_ text: String) throws {
        for html in [text, "a \(text) b", "> \(text)", "- \(text)", "[\(text)](https://a.example)"] {
            let html = try #require(Markdown.html(html) { "/files?path=" + $0 })
            // Text is escaped, so whatever looks like a tag is one; to a browser, which reads scalars.
            let tags = /<(\/?)([^\s>\/]*)([^>]*)>/.matchingSemantics(.unicodeScalar)
            for tag in html.matches(of: tags) {
                let name = String(tag.output.2)
                let attributes = try #require(Self.allowed[name], "<\(name)> of \(text)")
                try check(String(tag.output.3), attributes, of: text)
            }
            #expect(html.matches(of: /</).count == html.matches(of: /<\/?[a-z]/).count)
        }
    }

    private func check(_ text: String, _ allowed: Set<String>, of source: String) throws {
        var rest = text
        let attribute = /^\s+([a-z]+)="([^"]*)"/.matchingSemantics(.unicodeScalar)
        while let found = rest.firstMatch(of: attribute) {
            let (name, value) = (String(found.output.1), String(found.output.2))
            #expect(allowed.contains(name), "\(name) of \(source)")
            if name == "href" {
                let isFit = ["https://", "mailto:", "/files?path=", "#doc-"].contains { value.hasPrefix($0) }
                #expect(isFit, "\(value) of \(source)")
            }
            if name == "class" { #expect(value.hasPrefix("language-") || value == "scroll") }
            if name == "id" { #expect(value.hasPrefix("doc-")) }
            rest = String(rest[found.range.upperBound...])
        }
        #expect(rest.allSatisfy { $0 == " " || $0 == "/" }, "\(rest) of \(source)")
    }

    /// Each of these takes the time or the room of its square, or more, where nothing stops it.
    @Test func tablesDoNotGrowWithoutBounds() throws {
        let columns =
            String(repeating: "|a", count: 2000) + "|\n" + String(repeating: "|-", count: 2000) + "|\n"
        let html = try #require(Markdown.html(columns + String(repeating: "a\n", count: 10_000)) { _ in nil })
        #expect(!html.contains("<table>"))
        #expect(html.utf8.count < 200_000)
        let deep = Markdown.html(String(repeating: ">", count: 100_000)) { _ in nil }
        #expect(deep == nil)
    }
}
