import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import Web

@Suite("Pages of runs")
struct RunPageTests {
    private let plane = FixtureControlPlane(runs: SampleRuns(more: 120))

    private func test(
        on plane: FixtureControlPlane? = nil,
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let plane = plane ?? self.plane
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let now = Timestamp("2026-11-22T10:05:00Z") ?? Timestamp(microseconds: 0)
        let site = try WebSite(frontDoor: FixtureFrontDoor(plane: plane), logger: logger, now: { now })
        let router = Router()
        site.addRoutes(to: router) { _ in "00000000-0000-7000-8000-000000000000" }
        try await Application(router: router, logger: logger).test(.router) { try await body($0) }
    }

    private static func path(_ known: SampleRuns.Known) -> String { "/runs/\(SampleRuns.id(known))" }

    @Test("a failed run says what failed, whose fault it is, what to do, and has the button for it (UI-05)")
    func failedRun() async throws {
        try await test { client in
            let page = try await client.page(Self.path(.failed)).html
            #expect(page.contains("<title>Partly failed · Install 00000001 · Skillyard</title>"))
            #expect(page.contains("Retry 2 failed targets (Claude, OpenAI (sandbox))"))
            #expect(page.contains("The provider did not accept the credential."))
            #expect(page.contains("Renew the credential in the provider&#39;s settings, then retry."))
            #expect(page.contains("req_7f3c"))
        }
    }

    @Test("a run names the request that asked for it, and a try that of its retry (OP-04)")
    func requests() async throws {
        let id = SampleRuns.id(.failed)
        let runs = SampleRuns(more: 0)
        let asked = #""request_id":"request-\#(id.rawValue.suffix(6))","started_at""#
        let text = try JSON.text(try #require(runs.find(id)))
        #expect(text.contains(asked))
        let retried = text.replacing(asked, with: #""request_id":"retry-1","started_at""#, maxReplacements: 1)
        runs.add(try JSON.decode(RunView.self, from: retried.utf8))
        try await test(on: FixtureControlPlane(runs: runs)) { client in
            let page = try await client.page(Self.path(.failed)).html
            #expect(page.contains(#"id="run-request">request-\#(id.rawValue.suffix(6))<"#))
            #expect(page.matches(of: /Request id retry-1/).count == 1)
            let korean = try await client.browse(.get, Self.path(.failed), language: .korean).html
            #expect(korean.contains("요청 ID"))
        }
    }

    @Test("what makes no sense in a state is not offered (UI-04)")
    func actionsByState() async throws {
        try await test { client in
            let running = try await client.page(Self.path(.running)).html
            #expect(running.contains("Cancel 3 open targets"))
            #expect(!running.contains("id=\"run-retry\"") && !running.contains("id=\"run-rollback\""))
            let done = try await client.page(Self.path(.rollback)).html
            #expect(!done.contains("id=\"run-retry\"") && !done.contains("id=\"run-cancel\""))
            #expect(done.contains("href=\"\(Self.path(.failed))\""))
        }
    }

    @Test("the page of a run lists what began from it, and keeps that list by itself")
    func children() async throws {
        let rollback = "run-\(SampleRuns.id(.rollback))"
        try await test { client in
            let page = try await client.page(Self.path(.failed)).html
            #expect(page.contains("Runs that began from this one"))
            #expect(page.contains("<tr id=\"\(rollback)\""))
            let childless = try await client.page(Self.path(.running)).html
            #expect(childless.contains("id=\"run-children\""), "one may come")
            #expect(!childless.contains("Runs that began from this one"))
        }
        let asked = plane.calls.count
        try await test { client in
            let part = try await client.page(Self.path(.failed), target: "run-children").html
            #expect(part.contains("<tr id=\"\(rollback)\"") && !part.contains("id=\"run-detail\""))
        }
        #expect(
            plane.calls.dropFirst(asked).allSatisfy { !$0.hasPrefix("run ") },
            "the run is not read again"
        )
    }

    @Test("a run whose children cannot be had is shown without, and says so")
    func unknownChildren() async throws {
        plane.refuse("runs", with: Problem(.unavailable, "The database cannot be reached."))
        try await test { client in
            let page = try await client.page(Self.path(.failed)).html
            #expect(page.contains("Whether runs began from this one cannot be told right now."))
            #expect(page.contains("id=\"run-retry\""))
        }
    }

    @Test("a run of 5,000 targets stays below 6,000 elements, whatever is shown of it")
    func largeRun() async throws {
        try await test { client in
            for query in ["", "?state=failed&page=2", "?provider=openai&page=9", "?page=999999"] {
                let page = try await client.page(Self.path(.large) + query).html
                #expect(page.matches(of: /<[a-z]/).count < 6000)
                #expect(page.contains("id=\"targets-scroll\""))
            }
        }
    }

    @Test("without scripts a retry leads back to the run; with them the part comes anew with a toast (RB-01)")
    func retry() async throws {
        try await test { client in
            let path = Self.path(.failed)
            let plain = try await client.page(path + "/retry", .post, form: "")
            #expect(plain.status == .seeOther && plain.headers[.location] == path)
            let again = try await client.page(path + "/retry", .post, form: "", target: "run-detail")
            #expect(again.status == .ok)
            #expect(again.headers[.hxTriggerAfterSwap]?.contains("\"kind\":\"fail\"") == true)
            #expect(again.html.hasPrefix("<title>Running"))
        }
    }

    @Test("a target that finishes its step first is shown as being canceled, and not offered again (JOB-11)")
    func canceling() async throws {
        try await test { client in
            let path = Self.path(.running)
            _ = try await client.page(path + "/cancel", .post, form: "")
            let page = try await client.page(path).html
            #expect(
                page.contains("Canceled: 1 target is writing at its provider and finishes its step first.")
            )
            #expect(page.contains("</svg>Canceling</span>"))
            #expect(!page.contains("id=\"run-cancel\""))
        }
    }

    @Test("a conflict without scripts is a page with its status")
    func conflict() async throws {
        try await test { client in
            let answer = try await client.page(Self.path(.rollback) + "/retry", .post, form: "")
            #expect(answer.status == .conflict)
            #expect(answer.html.contains("No target of this run failed"))
        }
    }

    @Test("the module that acts on many runs is told apart done, nothing to do and refused")
    func outcomes() async throws {
        try await test { client in
            let path = Self.path(.failed) + "/retry"
            let done = try await client.page(path, .post, form: "", accept: "application/json")
            #expect(done.html == #"{"outcome":"done"}"#)
            let skipped = try await client.page(path, .post, form: "", accept: "application/json")
            #expect(skipped.status == .conflict && skipped.html.contains(#""outcome":"skipped""#))
            let gone = "/runs/019abcde-f012-7a3b-8c4d-ffffffffffff/rollback"
            let refused = try await client.page(gone, .post, form: "reason=", accept: "application/json")
            #expect(refused.status == .unprocessableContent && refused.html.contains(#""outcome":"failed""#))
        }
    }

    @Test("a rollback says what it does at each provider, needs a reason, and leads to the new run (RB-02)")
    func rollback() async throws {
        try await test { client in
            let path = Self.path(.failed) + "/rollback"
            let form = try await client.page(path).html
            #expect(form.contains("Codex on this machine") && form.contains("in one instant"))
            #expect(!form.contains("OpenAI"))
            let empty = try await client.page(path, .post, form: "reason=+")
            #expect(empty.status == .unprocessableContent)
            #expect(empty.html.contains("aria-invalid=\"true\"") && empty.html.contains("e-reason"))
            let started = try await client.page(
                path,
                .post,
                form: "reason=Came+out+empty",
                target: "modal-body"
            )
            #expect(started.headers[.hxRedirect] == "/runs/019abcdf-0123-7b4c-9d5e-6f708192a3b4")
        }
        #expect(plane.calls.contains { $0.hasSuffix(" Came out empty web") })
    }

    @Test("the filter of many runs is frozen in the address before anything is counted (RB-04)")
    func bulkIsFrozen() async throws {
        try await test { client in
            let first = try await client.page("/runs/bulk?action=retry&scope=all&status=partial_failed")
            let address = try #require(first.headers[.location])
            #expect(address.contains("before=2026-11-22T10%3A05%3A00.000000Z"))
            let page = try await client.page(address).html
            let ids = try #require(page.firstMatch(of: /name="runs" value="([^"]+)"/)).output.1.split(
                separator: ","
            )
            #expect(page.contains("Retry \(ids.count) runs"))
            // Failed ones without any success are not "partly failed".
            #expect(ids.count == 16)
        }
    }

    @Test("a filter that cannot be read is shown at its field, and never left out of the choice")
    func bulkOfAnUnreadableFilter() async throws {
        try await test { client in
            let query = "action=cancel&scope=all&status=running&from=yesterday"
            let answer = try await client.page("/runs/bulk?\(query)")
            #expect(answer.headers[.location] == "/runs?\(query)")
        }
    }

    @Test("without scripts the first hundred are done and the rest is offered")
    func bulkWithoutScripts() async throws {
        try await test { client in
            let page = try await client.page(
                "/runs/bulk?action=rollback&scope=all&before=2026-11-22T10%3A05%3A00Z"
            ).html
            let ids = try #require(page.firstMatch(of: /name="runs" value="([^"]+)"/)).output.1
            let missing = try await client.page("/runs/bulk", .post, form: "action=rollback&runs=\(ids)")
            #expect(missing.status == .unprocessableContent)
            let done = try await client.page(
                "/runs/bulk",
                .post,
                form: "action=rollback&reason=why&runs=\(ids)"
            ).html
            #expect(done.contains("100 runs done"))
            let rest = try #require(done.firstMatch(of: /name="runs" value="([^"]+)"/)).output.1
            #expect(rest.split(separator: ",").count == ids.split(separator: ",").count - 100)
        }
        #expect(plane.calls.filter { $0.hasPrefix("rollbackRun") }.count == 100)
    }

    @Test("the row is its cells, so that the row stays")
    func row() async throws {
        try await test { client in
            let cells = try await client.page(Self.path(.failed) + "/row?select=1", target: "run-x").html
            #expect(cells.trimmingPrefix(while: \.isWhitespace).hasPrefix("<td class=\"pick\">"))
            #expect(!cells.contains("<tr"))
        }
    }

    @Test("a row is read without the run's targets, of which there may be thousands")
    func rowWithoutTargets() async throws {
        let runs = SampleRuns(more: 0)
        let plane = FixtureControlPlane(runs: runs)
        let created = Timestamp(microseconds: 1_795_000_000_123_456)
        let sample = try #require(runs.find(SampleRuns.id(.failed)))
        let run = RunView(
            id: .make(at: created),
            kind: .install,
            status: .queued,
            requestedBy: "mina",
            source: .web,
            reason: nil,
            parentRunID: nil,
            createdAt: created,
            startedAt: nil,
            finishedAt: nil,
            counts: sample.counts,
            tasks: nil
        )
        runs.add(run)
        #expect(try await plane.runWithoutTargets(run.id).id == run.id)
        #expect(plane.calls.allSatisfy { $0.hasPrefix("runs ") })
        #expect(try await plane.runWithoutTargets(sample.id).id == sample.id)
    }

    @Test("a run can be kept as JSON under its id")
    func download() async throws {
        try await test { client in
            let file = try await client.page(Self.path(.failed) + ".json")
            #expect(
                file.headers[.contentDisposition]
                    == "attachment; filename=\"run-\(SampleRuns.id(.failed)).json\""
            )
            let run = try JSON.decode(RunView.self, from: file.body.readableBytesView)
            #expect(run.tasks?.count == 3)
        }
    }
}

extension TestClientProtocol {
    /// Asks as a browser does that has signed in; `target` is the element that htmx fills, nil for a whole page.
    fileprivate func page(
        _ uri: String,
        _ method: HTTPRequest.Method = .get,
        form: String? = nil,
        target: String? = nil,
        accept: String = "text/html"
    ) async throws -> TestResponse {
        var headers: HTTPFields = [
            .cookie: "\(WebCookie.session(secure: false))=\(FixtureFrontDoor.token); lang=en",
            .secFetchSite: "same-origin", .accept: accept,
        ]
        if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        if let target {
            headers[.hxRequest] = "true"
            headers[.hxTarget] = target
        }
        return try await executeRequest(
            uri: uri,
            method: method,
            headers: headers,
            body: form.map { ByteBuffer(string: $0) }
        )
    }
}

extension TestResponse {
    fileprivate var html: String { String(buffer: body) }
}
