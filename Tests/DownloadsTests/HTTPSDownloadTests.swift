import Contract
import Domain
import NIOHTTP1
import Testing

@testable import Downloads

/// SEC-10: what may be fetched arrives whole, or not at all.
@Suite(.timeLimit(.minutes(5))) struct HTTPSDownloadTests {
    private let resolver = StubResolver([
        "skills.example.com": ["127.0.0.2"], "other.example.com": ["127.0.0.2"],
    ])

    private func refusal(_ download: HTTPSDownload, _ url: String) async -> String? {
        let refusal = await #expect(throws: ImportRefusal.self) { try await download.skill(from: url) }
        return refusal?.sentence.english
    }

    @Test func anArchiveComesAsItIsAndATextAsText() async throws {
        let zip = Array("PK-bytes".utf8)
        let site: TLSServer.Site = { head in
            switch head.uri {
            case "/a.zip?ref=v1": .init(body: zip)
            case "/SKILL.md": .init(body: Array("---\n".utf8))
            case "/raw":
                .init(headers: ["content-type": "text/markdown; charset=utf-8"], body: Array("---\n".utf8))
            default: .init(status: .notFound)
            }
        }
        try await TLSServer.with(site) { server in
            let download = ForgeryTests.download(server, resolver)
            let base = "https://Skills.Example.com:\(server.port)"
            let archive = try await download.skill(from: base + "/a.zip?ref=v1#part").upload
            #expect(archive == SkillUpload(content: .archive(zip), filename: "a.zip"))
            for path in ["/SKILL.md", "/raw"] {
                let text = try await download.skill(from: base + path).upload
                #expect(text.content == .text("---\n"))
            }
            #expect(await refusal(download, base + "/none")?.contains("404") ?? false)
            let head = try #require(server.requests.first)
            #expect(head.headers.map(\.name).sorted() == ["accept", "host", "user-agent"])
            #expect(head.headers["host"] == ["skills.example.com:\(server.port)"])
        }
    }

    @Test func threeRedirectsAreFollowedWithoutCookiesAndAFourthIsNot() async throws {
        let site: TLSServer.Site = { head in
            let step = Int(head.uri.drop { !$0.isNumber }) ?? 0
            return step == 0 ? .init(body: [7]) : .redirect("/step\(step - 1)")
        }
        try await TLSServer.with(site) { server in
            let download = ForgeryTests.download(server, resolver)
            let base = "https://skills.example.com:\(server.port)"
            let upload = try await download.skill(from: base + "/step3").upload
            #expect(upload.content == .archive([7]))
            #expect(server.requests.map(\.uri) == ["/step3", "/step2", "/step1", "/step0"])
            #expect(server.requests.allSatisfy { !$0.headers.contains(name: "cookie") })
            #expect(await refusal(download, base + "/step4")?.contains("more than 3 times") ?? false)
        }
    }

    @Test(arguments: [false, true])
    func moreThanTheLimitIsNotTakenWhetherAnnouncedOrNot(_ isChunked: Bool) async throws {
        let site: TLSServer.Site = { head in
            .init(body: [UInt8](repeating: 7, count: head.uri == "/fits" ? 1000 : 1001), isChunked: isChunked)
        }
        try await TLSServer.with(site) { server in
            var limits = HTTPSDownload.Limits()
            limits.bytes = 1000
            let download = ForgeryTests.download(server, resolver, limits: limits)
            let base = "https://skills.example.com:\(server.port)"
            let upload = try await download.skill(from: base + "/fits").upload
            #expect(upload.content == .archive(.init(repeating: 7, count: 1000)))
            #expect(await refusal(download, base + "/more")?.contains("larger than 1000") ?? false)
        }
    }

    @Test func whoeverKeepsSilentIsGivenUp() async throws {
        let site: TLSServer.Site = { _ in .init(isSilent: true) }
        try await TLSServer.with(site) { server in
            var limits = HTTPSDownload.Limits()
            limits.time = .milliseconds(500)
            let download = ForgeryTests.download(server, resolver, limits: limits)
            let said = await refusal(download, "https://skills.example.com:\(server.port)/a")
            #expect(said?.contains("did not answer in") ?? false)
        }
    }

    /// The certificate has to be for the name, and from somebody who is trusted.
    @Test func aServerThatIsNotWhoItSaysIsNotTalkedTo() async throws {
        let site: TLSServer.Site = { _ in .init(body: [1]) }
        try await TLSServer.with(site) { server in
            let download = ForgeryTests.download(server, resolver)
            #expect(await refusal(download, "https://other.example.com:\(server.port)/a") != nil)
            let distrusting = HTTPSDownload(
                hosts: AllowedHosts("*.example.com:\(server.port)") ?? .all,
                rules: AddressRules(exempt: Set(["127.0.0.2"].compactMap { IPAddress($0) })),
                resolver: resolver
            )
            #expect(await refusal(distrusting, "https://skills.example.com:\(server.port)/a") != nil)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func onlyHostsOfTheListAreAskedFor() async throws {
        let hosts = try #require(AllowedHosts("github.com, *.example.com git.example.org:8443"))
        func contain(_ url: String) throws -> Bool { hosts.contain(try ImportAddress(url)) }
        #expect(try contain("https://github.com/a"))
        #expect(try contain("https://GITHUB.com:443/a"))
        #expect(try contain("https://a.b.example.com/"))
        #expect(try contain("https://git.example.org:8443/"))
        #expect(try !contain("https://example.com/"))
        #expect(try !contain("https://notexample.com/"))
        #expect(try !contain("https://git.example.org/"))
        #expect(try !contain("https://github.com:8443/"))
        #expect(try !contain("https://github.com.example.net/"))
        for text in ["", "localhost", "10.0.0.1", "https://github.com", "github.com/a", "*", "a b@c.de"] {
            #expect(AllowedHosts(text) == nil, "\(text)")
        }
        let resolver = StubResolver([:] as [String: [String]])
        let download = HTTPSDownload(hosts: hosts, resolver: resolver)
        #expect(await refusal(download, "https://example.net/a")?.contains("not among the hosts") ?? false)
        #expect(resolver.asked.isEmpty)
    }

    @Test func theSystemsResolverKnowsThisMachine() async {
        let found = await SystemResolver().addresses(of: "localhost")
        #expect(found.contains { ["127.0.0.1", "::1"].contains($0.description) })
        #expect(await SystemResolver().addresses(of: "no-such-host.invalid").isEmpty)
    }
}
