import API
import AsyncHTTPClient
import Client
import Contract
import Fixtures
import Hummingbird
import NIOCore
import Synchronization
import Testing

@Suite("The client against the real router", .timeLimit(.minutes(5)))
struct ClientTests {
    private let run = RunID(rawValue: TestSite.run)

    @Test("the client reads every fixture that the server serves (API-08)")
    func everyOperation() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            let client = live.client()
            let upload = SkillUpload(content: .text("# x"))
            #expect(try await client.registerSkill(upload) == Fixtures.value("registerSkill"))
            #expect(try await client.checkSkill(upload) == Fixtures.value("checkSkill"))
            #expect(try await client.skills(.init()) == Fixtures.value("listSkills"))
            #expect(try await client.skill("release-notes") == Fixtures.value("getSkill"))
            #expect(try await client.versions(of: "a", page: .init()) == Fixtures.value("listSkillVersions"))
            #expect(try await client.version(2, of: "a") == Fixtures.value("getSkillVersion"))
            #expect(try await client.preflight(version: 2, of: "a") == Fixtures.value("getPreflight"))
            #expect(
                try await client.yank(version: 2, of: "a", reason: "r", if: .present)
                    == Fixtures.value("yankSkillVersion")
            )
            try await everyScanOperation(client)
            try await everyAlertOperation(client)
            try await everyDriftOperation(client)
            try await everyChannelOperation(client)
            try await everyChatOperation(client)
            #expect(try await client.providers() == Fixtures.value("listProviders"))
            #expect(
                try await client.provider(ProviderID(rawValue: "claude")) == Fixtures.value("getProvider")
            )
            try await everyProviderOperation(client)
            try await everyRunOperation(client)
            #expect(try await client.overview(OverviewQuery()) == Fixtures.value("getOverview"))
            #expect(try await client.matrix(.init()) == Fixtures.value("getMatrix"))
            #expect(try await client.caller() == Fixtures.value("getCaller"))
            try await everyAccountOperation(client)
            #expect(try await client.audit(.init()) == Fixtures.value("listAudit"))
            #expect(try await client.verifyAudit() == Fixtures.value("verifyAudit"))
            #expect(try await client.tokens() == Fixtures.value("listTokens"))
            #expect(
                try await client.createToken(.init(name: "ci", role: .operator))
                    == Fixtures.value("createToken")
            )
            #expect(
                try await client.revokeToken(TokenID(rawValue: TestSite.run), if: .present)
                    == Fixtures.value("revokeToken")
            )
        }
    }

    @Test func theServerFetchesWhatTheClientNames() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            let request = SkillImport(url: "https://example.com/a", tags: ["b"])
            let registration = try await live.client().importSkill(request)
            #expect(try registration == Fixtures.value("importSkill"))
        }
        #expect(site.plane.calls.last?.contains("https://example.com/a") == true)
    }

    private func everyProviderOperation(_ client: HTTPControlPlane) async throws {
        let claude = ProviderID(rawValue: "claude")
        let secret = Secret("a \"key\"")
        #expect(
            try await client.setCredential(of: claude, to: secret, if: .present)
                == Fixtures.value("setCredential")
        )
        let end = TestSite.now + .seconds(86_400)
        let ending = try await client.setCredential(of: claude, to: secret, expiresAt: end, if: .present)
        #expect(ending.credential?.expiresAt != nil)
        let cleared = try await client.clearCredential(of: claude, if: .present)
        #expect(try cleared == Fixtures.value("clearCredential"))
        #expect(try await client.checkProvider(claude) == Fixtures.value("checkProvider"))
        #expect(try await client.pauseProvider(claude, reason: "a") == Fixtures.value("pauseProvider"))
        #expect(try await client.resumeProvider(claude) == Fixtures.value("resumeProvider"))
        #expect(try await client.work() == Fixtures.value("getWork"))
        let desired: DesiredState = try Fixtures.value("getDesiredState")
        #expect(try await client.desiredState() == desired)
        let plan = try await client.planDesiredState(.init(desired, lock: .init(skills: [])))
        #expect(try plan == Fixtures.value("planDesiredState"))
        #expect(try await client.pauseWork(reason: "a") == Fixtures.value("pauseWork"))
        #expect(try await client.resumeWork() == Fixtures.value("resumeWork"))
    }

    private func everyScanOperation(_ client: HTTPControlPlane) async throws {
        #expect(try await client.scan(version: 2, of: "a") == Fixtures.value("getSkillScan"))
        #expect(try await client.waivers(version: 2, of: "a") == Fixtures.value("listScanWaivers"))
        let request = WaiverRequest(rule: "r", reason: "why", expiresAt: TestSite.now)
        #expect(try await client.waive(request, version: 2, of: "a") == Fixtures.value("createScanWaiver"))
        let id = WaiverID(rawValue: TestSite.run)
        #expect(
            try await client.revokeWaiver(id, version: 2, of: "a", if: .present)
                == Fixtures.value("revokeScanWaiver")
        )
    }

    private func everyAccountOperation(_ client: HTTPControlPlane) async throws {
        let id = AccountID(rawValue: TestSite.run)
        let change = PasswordChange(current: "a", new: "b")
        #expect(try await client.changePassword(change) == Fixtures.value("changePassword"))
        #expect(try await client.sessions() == Fixtures.value("listSessions"))
        #expect(try await client.endSession(.init(rawValue: TestSite.run)) == Fixtures.value("endSession"))
        #expect(try await client.endCurrentSession() == Fixtures.value("endCurrentSession"))
        #expect(try await client.accounts() == Fixtures.value("listAccounts"))
        #expect(try await client.account(id) == Fixtures.value("getAccount"))
        let request = AccountRequest(name: "mina", role: .viewer, password: "paper boats at noon")
        #expect(try await client.createAccount(request) == Fixtures.value("createAccount"))
        let changed = try await client.changeAccount(
            id,
            .init(disabled: true),
            if: .unchanged(Revision(text: "3"))
        )
        #expect(try changed == Fixtures.value("changeAccount"))
        #expect(try await client.signOutAccount(id) == Fixtures.value("signOutAccount"))
    }

    private func everyRunOperation(_ client: HTTPControlPlane) async throws {
        let request = RunRequest(skills: [.init(name: "a")], providers: [ProviderID(rawValue: "claude")])
        #expect(try await client.planRun(request) == Fixtures.value("planRun"))
        let started = try await client.startRun(request, idempotencyKey: nil, source: .cli)
        #expect(try started == Fixtures.value("startRun"))
        #expect(try await client.runs(.init()) == Fixtures.value("listRuns"))
        #expect(try await client.run(run) == Fixtures.value("getRun"))
        #expect(try await client.retryRun(run) == Fixtures.value("retryRun"))
        #expect(try await client.cancelRun(run) == Fixtures.value("cancelRun"))
        #expect(try await client.approveRun(run, comment: "ok") == Fixtures.value("approveRun"))
        #expect(
            try await client.approveRun(run, comment: nil, requestedAt: Timestamp(microseconds: 1))
                == Fixtures.value("approveRun")
        )
        #expect(try await client.refuseRun(run, comment: "no") == Fixtures.value("refuseRun"))
        #expect(try await client.releaseWave(2, of: run) == Fixtures.value("releaseWave"))
        #expect(try await client.stopWaves(of: run, reason: "r") == Fixtures.value("stopWaves"))
        #expect(
            try await client.rollbackRun(run, reason: "r", source: .chat) == Fixtures.value("rollbackRun")
        )
        #expect(try await client.installations(.init()) == Fixtures.value("listInstallations"))
    }

    private static let page = PageRequest(limit: 7, cursor: "a+b/c=&d")
    private static let provider = ProviderID(rawValue: "codex-home")
    private static let time = Timestamp(microseconds: 1_700_000_000_123_456)
    private static let skills = SkillQuery(
        text: "정리 & 100%+",
        provider: provider,
        state: .yanked,
        tag: "a b",
        owner: "미나",
        order: .newest,
        page: page
    )
    private static let runs = RunQuery(
        status: .partialFailed,
        provider: provider,
        skill: "a",
        kind: .rollback,
        requestedBy: "x@y",
        source: .chat,
        parent: RunID(rawValue: "019abcde-f012-7a3b-8c4d-5e6f708192a3"),
        createdAfter: time,
        createdBefore: time,
        page: page
    )
    private static let overview = OverviewQuery(.month, runs: runs.traits)
    private static let audit = AuditQuery(
        actor: "a",
        action: "run.start",
        subject: "run:1",
        after: time,
        page: page
    )

    @Test func whatIsAskedForArrivesUnchanged() async throws {
        let site = TestSite()
        let settings = ProviderSettings(
            kind: .folder,
            displayName: "이 컴퓨터",
            options: ["client": "codex"],
            concurrency: 1,
            ratePerMinute: 3
        )
        let request = RunRequest(
            kind: .uninstall,
            skills: [.init(name: "a", version: 3)],
            providers: [Self.provider],
            reason: "줄\n바꿈",
            planHash: "h"
        )
        try await LiveSite.serving(try site.site().router()) { live in
            let client = live.client()
            _ = try await client.skills(Self.skills)
            _ = try await client.runs(Self.runs)
            _ = try await client.overview(Self.overview)
            _ = try await client.matrix(Self.skills)
            _ = try await client.audit(Self.audit)
            _ = try await client.installations(.init(skill: "a", provider: Self.provider, page: Self.page))
            #expect(try await client.putProvider(Self.provider, settings, if: .absent).created)
            _ = try await client.startRun(request, idempotencyKey: "key-1", source: .chat)
        }
        #expect(
            site.plane.calls == [
                "skills \(Self.skills)", "runs \(Self.runs)", "overview \(Self.overview)",
                "matrix \(Self.skills)", "audit \(Self.audit)",
                "installations \(InstallationQuery(skill: "a", provider: Self.provider, page: Self.page))",
                "putProvider codex-home \(settings) absent", "startRun key-1 chat",
            ]
        )
        #expect(site.plane.runRequests == [request])
    }

    @Test func archivesArriveByteForByteInBothDirections() async throws {
        let site = TestSite()
        let bytes = (0..<180_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let upload = SkillUpload(content: .archive(bytes), filename: #"a "b" \ 한글.zip"#, tags: ["x", "배포"])
        try await LiveSite.serving(try site.site().router()) { live in
            _ = try await live.client().registerSkill(upload)
            let archive = try await live.client().archive(ofVersion: 2, of: "release-notes")
            #expect(archive.filename == "release-notes-2.zip")
            #expect(try archive.bytes == Fixtures.bytes("getSkillVersionContent.zip"))
            let version: SkillVersionView = try Fixtures.value("getSkillVersion")
            #expect(archive.digest == version.digest)
        }
        #expect(site.plane.uploads == [upload])
    }

    @Test func filesArriveByteForByteUnderAnyPath() async throws {
        let site = TestSite()
        let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = "참고/a b&c=d%+?#.bin"
        site.plane.add(file: path, bytes)
        try await LiveSite.serving(try site.site().router()) { live in
            let file = try await live.client().file(path, ofVersion: 2, of: "release-notes")
            #expect(file.bytes == bytes)
            #expect(file.file.path == path)
            #expect(file.file.size == 70_000)
            let version: SkillVersionView = try Fixtures.value("getSkillVersion")
            for expected in version.files {
                let file = try await live.client().file(expected.path, ofVersion: 2, of: "release-notes")
                #expect(file.file == expected)
            }
            let missing = await problem { try await live.client().file("none", ofVersion: 2, of: "a") }
            #expect(missing?.code == .notFound)
        }
        #expect(site.plane.calls.first == "file \(path) 2 release-notes")
    }

    @Test func refusalsComeAsTheServerGaveThem() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            for code in ProblemCode.allCases {
                let sample = try Fixtures.problem(code)
                site.plane.refuse(with: sample)
                let problem = await problem { try await live.client().retryRun(run) }
                #expect(problem?.code == code)
                #expect(problem?.detail == sample.detail)
                #expect(problem?.errors == sample.errors)
                #expect(problem?.retryAfterSeconds == sample.retryAfterSeconds)
                #expect(problem?.requestID?.count == 36)
            }
            let unknown = await problem { try await live.client(token: "wrong").providers() }
            #expect(unknown?.code == .authenticationRequired)
        }
    }

    @Test(arguments: ["http://127.0.0.1:1", "nonsense", "ftp://x"])
    func whatCannotBeReachedIsUnavailable(_ address: String) async throws {
        try await LiveSite.serving(Router(context: BasicRequestContext.self)) { live in
            let client = HTTPControlPlane(baseURL: address, token: "x", httpClient: live.httpClient)
            let problem = await problem { try await client.providers() }
            #expect(problem?.code == .unavailable)
            #expect(problem?.detail.hasPrefix("Cannot reach \(address)") == true)
        }
    }

    @Test func answersOfSomethingElseAreNotMistaken() async throws {
        let router = Router(context: BasicRequestContext.self)
        router.get("/api/providers") { _, _ in "<html>hello</html>" }
        router.get("/api/audit/verification") { _, _ in Response(status: .badGateway) }
        try await LiveSite.serving(router) { live in
            #expect(await problem { try await live.client().providers() }?.code == .internal)
            #expect(await problem { try await live.client().verifyAudit() }?.code == .unavailable)
            #expect(await problem { try await live.client().tokens() }?.code == .notFound)
        }
    }

    @Test func onlyReadsAreSentAgainWhenTheConnectionBreaks() async throws {
        let hits = Hits()
        let router = Router(context: ClosingContext.self)
        router.get("/api/providers") { _, context in try await hits.closeFirst(context) }
        router.post("/api/tokens") { _, context in try await hits.closeFirst(context) }
        try await LiveSite.serving(router) { live in
            // The second answer is no list of providers, but it came.
            #expect(await problem { try await live.client().providers() }?.code == .internal)
            #expect(hits.count == 2)
            hits.reset()
            let token = TokenRequest(name: "ci", role: .viewer)
            #expect(await problem { try await live.client().createToken(token) }?.code == .unavailable)
            #expect(hits.count == 1)
        }
    }

    @Test func followingEventsGoesOnOverLostConnections() async throws {
        let site = TestSite()
        let sample = try Fixtures.events()
        try await LiveSite.serving(try site.site().router()) { live in
            var items = try await live.client().events(after: 118).makeAsyncIterator()
            #expect(await items.next() == sample[1])
            #expect(await items.next() == sample[2])
            site.plane.publish(.resync(position: 119))
            #expect(await items.next() == .resync(position: 119))
            // The next connection begins after the last position, so the event after it comes once more.
            site.plane.endFeeds()
            #expect(await items.next() == sample[2])
        }
        #expect(site.plane.calls == ["events 118", "events 119"])
    }

    @Test func withoutAnyPositionALostConnectionMeansReadingAnew() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            let events = try await live.client().events(after: nil)
            site.plane.endFeeds()
            #expect(await events.first { _ in true } == .resync(position: 0))
        }
    }

    @Test func followingEndsWhenTheTokenIsRefused() async throws {
        let site = TestSite()
        try await LiveSite.serving(try site.site().router()) { live in
            #expect(await problem { try await live.client(token: "wrong").events(after: nil) } != nil)
            let events = try await live.client().events(after: nil)
            site.plane.refuse(with: try Fixtures.problem(.permissionDenied))
            site.plane.endFeeds()
            #expect(await events.first { _ in true } == nil)
        }
    }

    private func problem(_ operation: () async throws -> some Any) async -> Problem? {
        do {
            _ = try await operation()
            return nil
        } catch {
            return error as? Problem
        }
    }
}

/// Gives handlers the connection, so that they can break it.
private struct ClosingContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

private final class Hits: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func reset() {
        number.withLock { $0 = 0 }
    }

    func closeFirst(_ context: ClosingContext) async throws -> String {
        let isFirst = number.withLock { number in
            number += 1
            return number == 1
        }
        if isFirst { try await context.channel.close() }
        return "done"
    }
}
