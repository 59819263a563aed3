import Contract
import Domain
import NIOHTTP1
import Testing

@testable import Downloads

/// SEC-10: what must never be fetched, however it is written (server-side request forgery).
@Suite(.timeLimit(.minutes(5))) struct ForgeryTests {
    /// Refused for how they are written: no name of them is even looked up.
    static let notations = [
        // Other schemes.
        "http://skills.example.com/a.zip", "ftp://skills.example.com/a", "file:///etc/passwd",
        "gopher://a.example.com",
        "//skills.example.com/a", "https:skills.example.com", "https:/skills.example.com",
        "data:text/plain,x", "",
        "git://github.com/a/b", "ssh://git@github.com/a/b", " https://skills.example.com/a",
        // Addresses instead of names, in every notation that some resolver takes.
        "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://017700000001/", "https://127.0.0.1./",
        "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/", "https://0xA9FEA9FE/", "https://0/",
        "https://93.184.216.34/", "https://1.1.1.0x1/", "https://a.b.c.1/", "https://example.0x7f/",
        "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fd00:ec2::254]/", "https://[::]/",
        "https://[2606:4700::1111]/", "https://[fe80::1%25eth0]/",
        // Names that are never public.
        "https://localhost/", "https://LOCALHOST/", "https://a.localhost/", "https://printer.local/",
        "https://metadata.google.internal/", "https://intranet/", "https://nas.home.arpa/",
        "https://localhost./",
        // Names that are written so that two readers may read two hosts.
        "https://user@skills.example.com/", "https://user:pw@skills.example.com/",
        "https://skills.example.com@127.0.0.1/", "https://127.0.0.1:80@skills.example.com/",
        "https://skills.example.com\\@127.0.0.1/", "https://skills.example.com#@127.0.0.1/\\",
        "https://127.0.0.1%2f@skills.example.com/", "https://skills%2eexample.com/",
        "https://skills.example.com%00/",
        "https://skills.example.com\u{0}.evil/", "https://skills.example.com/\r\nHost: a",
        "https://skills.example.com/ a",
        "https://skills。example。com/", "https://①②⑦.⓪.⓪.①/", "https://ѕkills.example.com/",
        "https://-a.example.com/",
        "https://a..example.com/", "https://.example.com/", "https://skills_example.com/",
        "https://a\tb.example.com/",
        // Other ports, and what is none.
        "https://skills.example.com:80/", "https://skills.example.com:22/",
        "https://skills.example.com:8443/",
        "https://skills.example.com:0/", "https://skills.example.com:65536/",
        "https://skills.example.com:+443/",
        "https://skills.example.com:443:80/", "https://skills.example.com:/",
        "https://skills.example.com:44 3/",
    ]

    @Test(arguments: notations)
    func isRefusedBeforeAnythingIsLookedUp(_ url: String) async {
        let resolver = StubResolver([:] as [String: [String]])
        let download = HTTPSDownload(hosts: .all, resolver: resolver)
        await #expect(throws: ImportRefusal.self) { try await download.skill(from: url) }
        #expect(resolver.asked.isEmpty)
    }

    /// Refused for where a good name leads.
    static let addresses = [
        // This host, private networks, the provider's network, links, documentation, benchmarks, groups, the rest.
        "0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1",
        "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.255", "169.254.0.1",
        "192.0.0.1", "192.0.0.192", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1",
        "198.19.255.255",
        "192.88.99.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        // What clouds tell their machines.
        "169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254",
        "fe80::a9fe:a9fe",
        // The same in version 6.
        "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "ff0e::1",
        "2001:db8::1",
        "2001:db8:ffff::1", "3fff::1", "3fff:fff::1", "2001:2::1", "2001:10::1", "2001:20::1", "100::1",
        "5f00::1",
        // Version 4 inside version 6: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP.
        "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::10.0.0.1", "2002:7f00:1::1", "2002:a00:1::1", "2001::7f00:1",
        "2001:0:53aa:64c:0:7bc3:f5ff:fffe", "2600:1::5efe:10.0.0.1", "2600:1::200:5efe:10.0.0.1",
    ]

    @Test(arguments: addresses)
    func aNameThatLeadsThereIsRefused(_ text: String) async throws {
        let address = try #require(IPAddress(text))
        #expect(!AddressRules().allows(address))
        for answer in [[text], ["93.184.216.34", text], [text, "2606:4700::1111"]] {
            let resolver = StubResolver(["skills.example.com": answer])
            let download = HTTPSDownload(hosts: .all, resolver: resolver)
            let refusal = await #expect(throws: ImportRefusal.self) {
                try await download.skill(from: "https://skills.example.com/a.zip")
            }
            #expect(refusal?.sentence.english.contains("not on the public Internet") ?? false)
            #expect(!(refusal?.sentence.english.contains(text) ?? true))
            #expect(resolver.asked.count == 1)
        }
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0", "192.0.1.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111",
        "2001:4860:4860::8888", "2001:200::1", "2a00:1450:4001::200e", "2003::1", "3ffe::1",
    ])
    func aPublicAddressIsAllowed(_ text: String) throws {
        #expect(AddressRules().allows(try #require(IPAddress(text))))
    }

    /// A server that is reached leads elsewhere; each step is looked at as the first one was.
    @Test func noRedirectLeadsWhereAnAddressMayNot() async throws {
        let forbidden = [
            "http://skills.example.com/a", "https://127.0.0.1/", "https://[::1]/", "https://localhost/",
            "https://user@skills.example.com/", "//127.0.0.1/", "https://0x7f000001/",
            "https://inside.example.com/",
            "https://mixed.example.com/", "https://skills.example.com:22/", "https://unknown.example.com/",
            "https://elsewhere.example.net/", "file:///etc/passwd", "javascript:1", "", "relative/path",
            "\\\\inside.example.com\\a",
        ]
        for location in forbidden {
            let hops = HTTPResponseStatus.movedPermanently
            let site: TLSServer.Site = { _ in .redirect(location, hops) }
            try await TLSServer.with(site) { server in
                let resolver = StubResolver([
                    "skills.example.com": ["127.0.0.2"], "inside.example.com": ["10.0.0.1"],
                    "mixed.example.com": ["127.0.0.2", "169.254.169.254"],
                ])
                let download = Self.download(
                    server,
                    resolver,
                    hosts: "*.example.com, *.example.com:\(server.port)"
                )
                await #expect(throws: ImportRefusal.self, "\(location)") {
                    try await download.skill(from: "https://skills.example.com:\(server.port)/start")
                }
                #expect(server.requests.map(\.uri) == ["/start"], "\(location)")
            }
        }
    }

    /// DNS rebinding: the name leads to a good address when it is looked at, and to this machine a moment later.
    @Test func theAddressThatWasLookedAtIsTheOneThatIsConnectedTo() async throws {
        let insideSite: TLSServer.Site = { _ in .init(body: Array("inside".utf8)) }
        let outsideSite: TLSServer.Site = { _ in .init(body: Array("outside".utf8)) }
        try await TLSServer.with(at: "127.0.0.1", insideSite) { inside in
            try await TLSServer.with(outsideSite) { server in
                let resolver = StubResolver(["skills.example.com": [["127.0.0.2"], ["127.0.0.1"]]])
                let download = Self.download(server, resolver)
                let url = "https://skills.example.com:\(server.port)/a.zip"
                let upload = try await download.skill(from: url).upload
                #expect(upload.content == .archive(Array("outside".utf8)))
                #expect(resolver.asked.count == 1)
                let refusal = await #expect(throws: ImportRefusal.self) {
                    try await download.skill(from: url)
                }
                #expect(refusal?.sentence.english.contains("not on the public Internet") ?? false)
                #expect(inside.requests.isEmpty)
            }
        }
    }

    /// And from one redirect to the next.
    @Test func aRedirectToTheSameNameIsLookedUpAgain() async throws {
        let site: TLSServer.Site = { head in head.uri == "/a" ? .redirect("/b") : .init(body: [1]) }
        try await TLSServer.with(site) { server in
            let resolver = StubResolver(["skills.example.com": [["127.0.0.2"], ["127.0.0.1"]]])
            await #expect(throws: ImportRefusal.self) {
                try await Self.download(server, resolver).skill(
                    from: "https://skills.example.com:\(server.port)/a"
                )
            }
            #expect(server.requests.map(\.uri) == ["/a"])
        }
    }

    /// The way in that only tests have: one address of this machine counts as public.
    static func download(
        _ server: TLSServer,
        _ resolver: StubResolver,
        hosts: String? = nil,
        limits: HTTPSDownload.Limits = .unhurried
    ) -> HTTPSDownload {
        HTTPSDownload(
            hosts: AllowedHosts(hosts ?? "*.example.com:\(server.port)") ?? .all,
            rules: AddressRules(exempt: Set(["127.0.0.2"].compactMap { IPAddress($0) })),
            resolver: resolver,
            limits: limits,
            tls: server.trust
        )
    }
}

extension HTTPSDownload.Limits {
    /// For tests that are not about time.
    static var unhurried: Self {
        var limits = Self()
        limits.time = .seconds(600)
        return limits
    }
}
