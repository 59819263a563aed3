import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

/// SEC-03, SEC-04: pages show what the safety scan found and what that does not mean, and let it be waived.
@Suite struct SkillScanTests {
    static let notices = [
        (Language.english, "No findings does not mean safe."), (.korean, "발견된 것이 없다고 안전하다는 뜻은 아닙니다."),
    ]
    private static let version = "/skills/release-notes/versions/2"
    private static let waive = version + "/findings/91b2c6f00d7a35e4/waive"
    private static let revoke = version + "/waivers/019330e2-4a70-7c4e-9d0b-5f2a1c3b4d5e/revoke"

    @Test(arguments: notices)
    func thePageNamesEveryFindingWithItsPlace(_ language: Language, _ notice: String) async throws {
        try await PageSite().test { client in
            let answer = try await client.browse(.get, "/skills/release-notes", language: language)
            #expect(answer.status == .ok)
            for text in [
                notice, "scripts/merged.sh:3", "command.download_and_run", "The installer is ours.",
                "path=scripts%2Fmerged.sh#L8", "href=\"\(Self.waive)\"", "href=\"\(Self.revoke)\"",
            ] {
                #expect(answer.text.contains(text), "\(text)")
            }
            let said = language == .korean ? "GitHub의 키로 보입니다." : "This looks like a key of GitHub."
            #expect(answer.text.contains(said))
            // What is waived already, and what does not block, cannot be waived.
            #expect(answer.text.split(separator: "/waive\"").count == 3)
        }
    }

    @Test(arguments: [Role.viewer, .operator, .auditor])
    func whoMayNotWaiveIsNotOfferedIt(_ role: Role) async throws {
        var site = PageSite()
        site.role = role
        try await site.test { client in
            let page = try await client.browse(.get, "/skills/release-notes").text
            #expect(!page.contains("/waive") && !page.contains("/revoke"))
            for address in [Self.waive, Self.revoke] {
                let form = try await client.browse(.get, address)
                #expect(form.status == .ok)
                #expect(
                    form.text.contains("Only approvers and administrators waive findings and end waivers.")
                )
                #expect(!form.text.contains("<button class=\"btn danger\""))
            }
        }
    }

    @Test(arguments: notices)
    func aCheckShowsWhatTheScanFinds(_ language: Language, _ notice: String) async throws {
        let report: SkillCheckReport = try Fixtures.value("checkSkill")
        try await PageSite().test { client in
            let answer = try await client.uploadSkill(to: "/skills/check", language: language)
            #expect(answer.status == .ok)
            for text in [notice, "scripts/notes.sh:3", "network.undeclared", report.scan.findings[0].rule] {
                #expect(answer.text.contains(text), "\(text)")
            }
            #expect(!answer.text.contains("/waive"))
        }
    }

    @Test(arguments: notices)
    func whatWasRegisteredSaysWhetherItCanBeInstalled(_ language: Language, _ notice: String) async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.uploadSkill(to: "/skills", language: language)
            #expect(answer.status == .ok)
            #expect(answer.text.contains(notice))
            #expect(answer.text.contains("href=\"/skills/release-notes?version=2#scan\""))
            #expect(!answer.text.contains("id=\"install-now\""))
            site.plane.refuse("scan", with: try Fixtures.problem(.unavailable))
            let without = try await client.uploadSkill(to: "/skills", language: language)
            #expect(without.status == .ok)
            #expect(!without.text.contains(notice))
            #expect(without.text.contains("id=\"install-now\""))
        }
    }

    @Test func aResultThatCannotBeReadIsSaidAndTheRestStays() async throws {
        let site = PageSite()
        site.plane.refuse("scan", with: try Fixtures.problem(.unavailable))
        try await site.test { client in
            let page = try await client.browse(.get, "/skills/release-notes")
            #expect(page.status == .ok)
            #expect(page.text.contains("The service cannot do this right now"))
            #expect(page.text.contains("id=\"h-doc\""))
        }
    }

    @Test func aFindingIsWaivedForAReasonAndATime() async throws {
        let site = PageSite()
        try await site.test { client in
            let form = try await client.browse(.get, Self.waive)
            #expect(form.text.contains("scripts/merged.sh:8") && form.text.contains("secret.vendor_key"))
            let sent = "scope=rule&days=14&reason=A+test+key."
            let answer = try await client.browse(.post, Self.waive, form: sent)
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/skills/release-notes?version=2#scan")
        }
        let request = WaiverRequest(
            rule: "secret.vendor_key",
            reason: "A test key.",
            expiresAt: PageSite.now + .seconds(14 * 86_400)
        )
        #expect(site.plane.calls.contains("waive 2 release-notes \(request)"))
    }

    /// With a mark behind `#` the page that the dialog was opened from would not be read anew.
    @Test func theDialogHasItsPageReadAnew() async throws {
        try await PageSite().test { client in
            let answer = try await client.browse(
                .post,
                Self.waive,
                form: "reason=why",
                headers: [.hxRequest: "true"]
            )
            #expect(answer.headers[.hxRedirect] == "/skills/release-notes?version=2")
        }
    }

    @Test(arguments: ["scope=all&reason=r", "days=400&reason=r"])
    func whatTheFormDoesNotOfferIsRefused(_ sent: String) async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.browse(.post, Self.waive, form: sent)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("aria-invalid=\"true\""))
        }
        #expect(!site.plane.calls.contains { $0.hasPrefix("waive ") })
    }

    @Test func whatTheEngineRefusesStandsAtItsField() async throws {
        let site = PageSite()
        let fault = Problem.Fault("/reason", .required, as: "waiver_reason", "A waiver says why.")
        let refusal = Problem(
            .validationFailed,
            as: "waiver",
            "The waiver cannot be made.",
            errors: [fault]
        )
        site.plane.refuse("waive", with: refusal)
        try await site.test { client in
            let answer = try await client.browse(
                .post,
                Self.waive,
                form: "days=7&scope=rule",
                language: .korean
            )
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("예외 사유를 적어야 합니다."))
            #expect(answer.text.contains("<option value=\"7\" selected>"))
        }
    }

    @Test func aWaiverIsEndedAfterAQuestion() async throws {
        let site = PageSite()
        try await site.test { client in
            let question = try await client.browse(.get, Self.revoke)
            #expect(question.text.contains("command.download_and_run"))
            #expect(question.text.contains("The installer is ours."))
            let answer = try await client.browse(.post, Self.revoke, form: "")
            #expect(answer.status == .seeOther)
        }
        let id = "019330e2-4a70-7c4e-9d0b-5f2a1c3b4d5e"
        #expect(site.plane.calls.contains("revokeWaiver \(id) 2 release-notes present"))
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        try await PageSite().test { client in
            for address in [
                "/findings/0000/waive", "/waivers/x/revoke",
                "/waivers/019330e2-0000-7c4e-9d0b-5f2a1c3b4d5e/revoke",
            ] {
                let answer = try await client.browse(.get, Self.version + address)
                #expect(answer.status == .notFound, "\(address)")
            }
        }
    }

    /// In words, with what to do and the way to what was found.
    @Test(arguments: [
        (Language.english, "have an approver waive the findings", "See what the safety scan found"),
        (.korean, "승인자에게 예외 승인을 요청하세요", "안전 검사 결과 보기"),
    ])
    func aPlanThatTheScanBlocksSaysWhatToDo(_ language: Language, _ fix: String, _ link: String)
        async throws
    {
        let site = PageSite()
        site.plane.blockThePlan()
        try await site.test { client in
            let page = try await client.browse(
                .post,
                "/install/plan",
                form: "kind=install&skill=release-notes%402&provider=claude",
                language: language
            )
            #expect(page.text.contains(fix))
            #expect(page.text.contains("<a href=\"/skills/release-notes?version=2#scan\">\(link)</a>"))
            #expect(!page.text.contains("id=\"start\""))
        }
    }

    @Test func aLongReportIsCutAndSaysSo() throws {
        let finding = ScanFinding(
            id: "1",
            rule: "r",
            level: .note,
            path: "a.sh",
            line: nil,
            message: "m",
            fix: "f"
        )
        let findings = Array(repeating: finding, count: 60)
        let report = ScanReport(digest: "d", rulesVersion: 1, findings: findings, omitted: 5)
        let section = ScanSection(report, try Languages()[.english])
        #expect(section.lines.count == 50)
        #expect(section.more?.contains("15") == true)
        #expect(section.lines.first?.place == "a.sh")
    }
}

extension TestClientProtocol {
    /// Sends the form that registers a skill, as the dialog does.
    fileprivate func uploadSkill(to path: String, language: Language) async throws -> TestResponse {
        let boundary = "----x"
        let body = """
            --\(boundary)\r
            Content-Disposition: form-data; name="text"\r
            \r
            ---\r
            --\(boundary)--\r

            """
        return try await executeRequest(
            uri: path,
            method: .post,
            headers: [
                .contentType: "multipart/form-data; boundary=\(boundary)", .secFetchSite: "same-origin",
                .cookie: "skillyard=\(FixtureFrontDoor.token); lang=\(language.rawValue)",
                .hxRequest: "true",
            ],
            body: ByteBuffer(string: body)
        )
    }
}
