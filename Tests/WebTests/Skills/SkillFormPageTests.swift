import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Requests
import Testing

@testable import Web

/// The form that registers a skill, with scripts and without.
@Suite struct SkillFormPageTests {
    private static let boundary = "----x"

    private static func body(_ fields: KeyValuePairs<String, String>) -> ByteBuffer {
        var text = ""
        for (name, value) in fields {
            text += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        return ByteBuffer(string: text + "--\(boundary)--\r\n")
    }

    private func send(
        _ client: any TestClientProtocol,
        _ path: String,
        _ fields: KeyValuePairs<String, String>,
        partial: Bool = true
    ) async throws -> TestResponse {
        var headers: HTTPFields = [
            .contentType: "multipart/form-data; boundary=\(Self.boundary)", .secFetchSite: "same-origin",
            .cookie: "skillyard=\(FixtureFrontDoor.token); lang=en",
        ]
        if partial { headers[.hxRequest] = "true" }
        return try await client.executeRequest(
            uri: path,
            method: .post,
            headers: headers,
            body: Self.body(fields)
        )
    }

    @Test func aCheckShowsEveryFindingAndWhoWouldTakeIt() async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await send(client, "/skills/check", ["text": "---\nname: release-notes\n---"])
            #expect(answer.status == .ok)
            for text in [
                "SKILL.md", "line 9", "refs.broken", "Add the files", "Claude", "OpenAI (sandbox)",
                "openai.skill_md_count", "Refused",
            ] {
                #expect(answer.text.contains(text), "\(text)")
            }
            #expect(!answer.text.contains("<html"))
        }
        #expect(site.plane.uploads.map(\.content) == [.text("---\nname: release-notes\n---")])
    }

    /// SEC-10: nothing is offered that the server does not do.
    @Test(arguments: [false, true])
    func theFieldForAnAddressIsThereOnlyWhereAddressesAreFetchedFrom(_ imports: Bool) async throws {
        var site = PageSite()
        site.settings = WebSettings(importsByURL: imports)
        try await site.test { client in
            let page = try await client.browse(.get, "/skills/new")
            #expect(String(buffer: page.body).contains("name=\"url\"") == imports)
        }
    }

    @Test func anAddressIsFetchedFromAndARefusalIsShownBesideIt() async throws {
        var site = PageSite()
        site.settings = WebSettings(importsByURL: true)
        let plane = site.plane
        try await site.test { client in
            let url = "https://example.com/a.zip"
            let answer = try await send(client, "/skills", ["url": url, "tags": "a, b"])
            #expect(answer.status == .ok)
            #expect(plane.calls.contains { $0.hasPrefix("importSkill") && $0.contains(url) })
            #expect(plane.calls.contains { $0.contains("[\"a\", \"b\"]") })
            let tagged = try await send(
                client,
                "/skills",
                ["url": url, "tags": String(repeating: "t", count: 65)]
            )
            #expect(tagged.text.contains("1 to 64 characters"))
            let both = try await send(client, "/skills", ["url": url, "text": "x"])
            #expect(both.status == .unprocessableContent)
            let fault = Problem.Fault(pointer: "/url", code: "refused", detail: "It leads nowhere good.")
            plane.refuse("importSkill", with: Problem(.importRefused, "No.", errors: [fault]))
            let refused = try await send(client, "/skills", ["url": url], partial: false)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("It leads nowhere good."))
            #expect(refused.text.contains("value=\"\(url)\""))
        }
    }

    @Test func newAndKnownContentAreToldApart() async throws {
        let site = PageSite()
        // The sample's scan would keep it from being installed.
        site.plane.refuse("scan", with: try Fixtures.problem(.unavailable))
        try await site.test { client in
            let new = try await send(client, "/skills", ["text": "x"])
            #expect(new.status == .ok)
            #expect(new.headers[.hxRetarget] == "#skill-register")
            #expect(new.text.contains("release-notes is registered as version 2"))
            #expect(new.text.contains("href=\"/install?skill=release-notes&amp;version=2\""))
            site.plane.create(false)
            let same = try await send(client, "/skills", ["text": "x"])
            #expect(same.text.contains("Nothing was added"))
            let page = try await send(client, "/skills", ["text": "x"], partial: false)
            #expect(page.status == .seeOther)
            #expect(page.headers[.location] == "/skills/release-notes?version=2&registered=same")
        }
    }

    /// The refusal names errors only, so the check is asked for the rest; here it has changed its mind meanwhile.
    @Test func whatCannotBeRegisteredIsSaidPlaceByPlace() async throws {
        let site = PageSite()
        site.plane.refuse("registerSkill", with: try Fixtures.problem(.invalidSkill))
        try await site.test { client in
            for partial in [true, false] {
                let answer = try await send(
                    client,
                    "/skills",
                    ["text": "x\r\ny", "tags": "a"],
                    partial: partial
                )
                #expect(answer.status == .unprocessableContent)
                #expect(answer.text.contains("name.charset"))
                #expect(answer.text.contains("line 2"))
                #expect(answer.text.contains("other languages belong in the description."))
            }
            // Without scripts the form comes back as it was filled in.
            let page = try await send(client, "/skills", ["text": "x\r\ny", "tags": "a"], partial: false)
            #expect(page.text.contains("x\ny</textarea>"))
            #expect(page.text.contains("name=\"tags\" value=\"a\""))
        }
    }

    @Test func faultsOfTheFormStandAtTheirFields() async throws {
        try await PageSite().test { client in
            let none = try await send(client, "/skills", ["tags": "a"], partial: false)
            #expect(none.status == .unprocessableContent)
            #expect(none.text.contains("name=\"bundle\"") && none.text.contains("aria-invalid=\"true\""))
            let other = try await client.browse(.post, "/skills", form: "text=x")
            #expect(other.status == .unsupportedMediaType)
        }
    }

    @Test func whoFindsNoRoomKeepsTheFormAndIsAskedToTryAgain() async throws {
        let room = UploadRoom(bytes: 1000)
        var site = PageSite()
        site.settings = WebSettings(uploadRoom: room)
        try await room.holding(1000, of: nil) { () async throws(Problem) in
            await #expect(throws: Never.self) {
                try await site.test { client in
                    let page = try await send(
                        client,
                        "/skills",
                        ["text": "abc", "tags": "a"],
                        partial: false
                    )
                    #expect(page.status == .serviceUnavailable)
                    #expect(page.text.contains("Too much is being uploaded right now."))
                    let part = try await send(client, "/skills/check", ["text": "abc"])
                    #expect(part.status == .unprocessableContent)
                }
            }
        }
        #expect(site.plane.uploads.isEmpty)
    }

    @Test func tooMuchIsRefusedInTheForm() async throws {
        var site = PageSite()
        site.settings = WebSettings(maximumUploadBytes: 400)
        try await site.test { client in
            let text = String(repeating: "x", count: 500)
            let part = try await send(client, "/skills", ["text": text])
            #expect(part.status == .unprocessableContent)
            #expect(part.text.contains("At most 400 bytes"))
            #expect(
                try await send(client, "/skills", ["text": text], partial: false).status == .contentTooLarge
            )
        }
    }
}
