import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

/// Text that came from a skill, a vendor or another person is text wherever it is shown (SEC-08).
@Suite struct HostileTextTests {
    static let texts = [
        "\"'><img src=x onerror=alert(1)><script>alert(1)</script>",
        "</title></textarea></script></style><svg onload=alert(1)>",
        "{{m.caller}}{{{t}}}{{> layout/page}} ${alert(1)}",
        "&lt;img src=x onerror=alert(1)&gt; \u{202E}\u{2028}",
        "'\" autofocus onfocus=alert(1) x='",
        // To Swift each of these quotes and brackets is part of a longer character; to a browser it is not.
        "\"\u{301} data-hx-get=/x data-hx-trigger=load x='\u{FE0F}",
        "\u{D4E}<img src=x onerror=alert(1)>\u{301}",
    ]

    @Test(arguments: SamplePath.pages, [Language.english, .korean])
    func noTextChangesAPage(_ page: SamplePath, in language: Language) async throws {
        // Changed, too: a message that says nothing new is left out.
        let expected = try await markup(of: page, language) { $0 + "plain" }
        for text in Self.texts {
            let found = try await markup(of: page, language) { $0 + text }
            let difference = found.skeleton.difference(from: expected.skeleton)
            #expect(difference.isEmpty, "\(text): \(difference.insertions.prefix(3))")
        }
    }

    /// Otherwise the tests above would prove nothing.
    @Test(arguments: [
        "/skills", "/providers", "/audit", "/settings", "/runs", "/dashboard", "/alerts", "/alerts/rules",
        "/failures",
    ])
    func theTextsAreThere(_ path: String) async throws {
        let site = PageSite()
        site.plane.changeTexts { $0 + Self.texts[0] }
        try await site.test { client in
            let answer = try await client.browse(.get, path)
            #expect(answer.text.contains("&lt;img src=x onerror=alert(1)&gt;"))
        }
    }

    @Test(arguments: SamplePath.pages) func noTextBecomesAnAddressThatRuns(_ page: SamplePath) async throws {
        for scheme in ["javascript:alert(1)//", "data:text/html,", "//evil.example.com/"] {
            for tag in try await markup(of: page, .english, { scheme + $0 }).tags {
                for (name, value) in tag.attributes
                where ["href", "src", "action", "formaction", "data-href", "data-hx-get", "data-hx-post"]
                    .contains(name)
                {
                    #expect(!value.hasPrefix(scheme), "<\(tag.name) \(name)=\(value)>")
                }
            }
        }
    }

    /// Whatever a visitor writes into an address or a form is shown as it was written.
    @Test func noEnteredTextChangesAPage() async throws {
        try await PageSite().test { client in
            for (path, name) in [
                ("/dashboard", "skill"), ("/dashboard", "who"), ("/dashboard", "provider"),
                ("/dashboard", "mx"),
                ("/dashboard", "cell"), ("/skills", "q"), ("/audit", "actor"), ("/audit", "action"),
                ("/audit", "subject"),
                ("/audit", "from"), ("/chat", "about"), ("/chat", "thread"), ("/sign-in", "next"),
                ("/alerts", "rule"),
                ("/alerts", "provider"), ("/alerts", "state"), ("/alerts/rules", "saved"),
            ] {
                let expected = Markup(try await client.browse(.get, "\(path)?\(name)=plain").text)
                for text in Self.texts {
                    let answer = try await client.browse(.get, "\(path)?\(name)=\(percentEncoded(text))")
                    #expect(Markup(answer.text).skeleton == expected.skeleton, "\(path)?\(name): \(text)")
                }
            }
        }
        // A line that is not taken stands in its field again.
        let site = PageSite()
        site.plane.refuse("say", with: Problem(.validationFailed, "No."))
        try await site.test { client in
            let expected = Markup(try await client.browse(.post, "/chat", form: "text=plain").text)
            #expect(expected.tags.contains { $0["id"] == "chat-text" && $0["value"] == "plain" })
            for text in Self.texts {
                let answer = try await client.browse(.post, "/chat", form: "text=\(percentEncoded(text))")
                #expect(Markup(answer.text).skeleton == expected.skeleton, "\(text)")
            }
        }
    }

    @Test func noTextBreaksTheHeaderThatCarriesMessages() async throws {
        let site = PageSite()
        site.plane.changeTexts { $0 + "\r\nSet-Cookie: a=b\"}한국어" }
        try await site.test { client in
            let answer = try await client.browse(
                .post,
                "/providers/openai/check",
                headers: [.hxRequest: "true", .hxTarget: "provider-openai"]
            )
            let message = try #require(answer.headers[.hxTriggerAfterSwap])
            #expect(message.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
            #expect(answer.headers[.setCookie] == nil)
        }
    }

    private func markup(
        of page: SamplePath,
        _ language: Language,
        _ change: @escaping @Sendable (String) -> String
    ) async throws -> Markup {
        let site = PageSite()
        site.plane.changeTexts(change)
        let (answers, answer) = AsyncStream<String>.makeStream()
        try await site.test { client in
            answer.yield(try await client.browse(.get, page.path, language: language).text)
        }
        for await text in answers { return Markup(text) }
        return Markup("")
    }
}

/// The reader of markup itself, for what it says decides.
@Suite struct MarkupTests {
    @Test func readsTagsAttributesAndValues() {
        let markup = Markup("<p id=\"a>b\" hidden>x < y</p><!doctype html><img src=x onerror='a'>")
        #expect(markup.skeleton == ["p id hidden", "/p", "!doctype html", "img src onerror"])
        #expect(markup.tags[0].attributes[0].value == "a>b")
    }

    @Test func seesWhatBreaksOut() {
        let expected = Markup("<a href=\"plain\">plain</a>").skeleton
        #expect(Markup("<a href=\"&quot;&gt;&lt;img\">&lt;img&gt;</a>").skeleton == expected)
        #expect(Markup("<a href=\"\" onclick=x\">plain</a>").skeleton != expected)
        #expect(Markup("<a href=\"plain\"><img></a>").skeleton != expected)
    }
}
