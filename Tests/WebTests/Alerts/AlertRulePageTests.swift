import Contract
import Fixtures
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

/// Alert rules on pages: nobody saves a condition without having seen what it would have done (AL-03).
@Suite struct AlertRulePageTests {
    private func form(_ fields: [(String, String)]) -> String {
        fields.map { percentEncoded($0.0) + "=" + percentEncoded($0.1) }.joined(separator: "&")
    }

    private var queueAge: [(String, String)] {
        [
            ("revision", "2"), ("kind", "queue_age"), ("title", "Targets wait too long"),
            ("provider", "gemini"),
            ("minutes", "30"), ("severity", "warning"), ("enabled", "yes"),
        ]
    }

    @Test func theListSaysWhenEachFires() async throws {
        try await PageSite().test { client in
            let page = try await client.browse(.get, "/alerts/rules").text
            for part in [
                "9 of 10 rules are on.",
                "Any provider · 50 % of at least 10 targets that end within 15 min fail",
                "a target that could begin waits for 30 min", "id=\"rule-runs\" class=\"off\"",
                "Changed by mina", "As it came with the program", "id=\"rule-add\"",
            ] {
                #expect(page.contains(part), "\(part)")
            }
        }
        try await PageSite(role: .operator).test { client in
            let page = try await client.browse(.get, "/alerts/rules").text
            #expect(!page.contains("-switch\"") && !page.contains("-remove\"") && !page.contains("rule-add"))
        }
    }

    @Test func aRuleIsSwitchedAndRemovedAsItWasSeen() async throws {
        let site = PageSite()
        try await site.test { client in
            let off = try await client.browse(
                .post,
                "/alerts/rules/queue-age/switch",
                form: "to=off&revision=2"
            )
            #expect(off.headers[.location] == "/alerts/rules#rule-queue-age")
            let question = try await client.browse(.get, "/alerts/rules/queue-age/remove").text
            #expect(question.contains("Remove the rule “Targets wait too long”?"))
            #expect(question.contains("name=\"revision\" value=\"2\""))
            let gone = try await client.browse(.post, "/alerts/rules/queue-age/remove", form: "revision=2")
            #expect(gone.headers[.location] == "/alerts/rules")
        }
        let changes = site.plane.calls.filter { $0.contains("AlertRule ") && $0 != "alertRule queue-age" }
        #expect(changes == ["putAlertRule queue-age 2 Targets wait too long", "removeAlertRule queue-age 2"])
    }

    @Test("a changed condition is saved only after its dry run was seen (AL-03)")
    func aChangedConditionIsTriedFirst() async throws {
        let site = PageSite()
        let changed = queueAge.map { $0.0 == "minutes" ? ($0.0, "10") : $0 } + [("do", "save")]
        let condition = AlertCondition.queueAge(provider: ProviderID(rawValue: "gemini"), minutes: 10)
        let tried = String(decoding: try JSON.encode(condition), as: UTF8.self)
        try await site.test { client in
            let shown = try await client.browse(.post, "/alerts/rules/queue-age", form: form(changed))
            #expect(shown.status == .ok)
            for part in [
                "In the last 30 days this rule would have fired 2 times.", "4,180 endings and measurements",
                "The oldest target has waited for 34 minutes.", "would still be open", "name=\"tried\"",
                "name=\"minutes\" type=\"number\" value=\"10\"",
            ] {
                #expect(shown.text.contains(part), "\(part)")
            }
            let saved = try await client.browse(
                .post,
                "/alerts/rules/queue-age",
                form: form(changed + [("tried", tried)])
            )
            #expect(saved.headers[.location] == "/alerts/rules?saved=queue-age#rule-queue-age")
            // Tried was another one.
            let other = changed.map { $0.0 == "minutes" ? ($0.0, "11") : $0 } + [("tried", tried)]
            #expect(
                try await client.browse(.post, "/alerts/rules/queue-age", form: form(other)).status == .ok
            )
        }
        let calls = site.plane.calls.filter { $0.hasPrefix("dryRun") || $0.hasPrefix("put") }
        #expect(
            calls == [
                "dryRunAlertRule queue_age 30", "putAlertRule queue-age 2 Targets wait too long",
                "dryRunAlertRule queue_age 30",
            ]
        )
    }

    @Test func whatIsNotTheConditionIsSavedAtOnce() async throws {
        let site = PageSite()
        let renamed = queueAge.map { $0.0 == "severity" ? ($0.0, "critical") : $0 } + [("do", "save")]
        try await site.test { client in
            let saved = try await client.browse(.post, "/alerts/rules/queue-age", form: form(renamed))
            #expect(saved.status == .seeOther)
            let list = try await client.browse(.get, "/alerts/rules?saved=queue-age").text
            #expect(list.contains("The rule “Targets wait too long” is saved."))
        }
        #expect(!site.plane.calls.contains { $0.hasPrefix("dryRun") })
    }

    /// A title that was shown in Korean and left as it was is stored as it was.
    @Test func aTitleOfTheProgramSurvivesTheForm() async throws {
        let site = PageSite()
        let title = "일하는 작업자가 없음"
        try await site.test { client in
            let page = try await client.browse(.get, "/alerts/rules/worker-gone", language: .korean).text
            #expect(page.contains("name=\"title\" type=\"text\" value=\"\(title)\""))
            let sent = form([
                ("revision", "1"), ("kind", "worker_gone"), ("title", title), ("minimum", "1"),
                ("do", "save"),
            ])
            let path = "/alerts/rules/worker-gone"
            _ = try await client.browse(.post, path, form: sent, language: .korean)
        }
        #expect(site.plane.calls.contains("putAlertRule worker-gone 1 No worker is at work"))
    }

    @Test(arguments: AlertCondition.Kind.allCases)
    func everyKindHasAFormThatCanBeSent(_ kind: AlertCondition.Kind) async throws {
        let settings = try AlertRuleForm(kind: kind).settings()
        #expect(settings.condition.kind == kind)
        try await PageSite().test { client in
            for language in Language.allCases {
                let page = try await client.browse(
                    .get,
                    "/alerts/rules/new?kind=\(kind.rawValue)",
                    language: language
                ).text
                #expect(page.contains("id=\"rule-try\"") && page.contains("id=\"rule-save\""))
                #expect(page.contains("name=\"kind\" value=\"\(kind.rawValue)\""))
                #expect(page.firstMatch(of: /alerts\.(?!css|js)[a-z_]+/) == nil, "every word is known")
            }
        }
    }

    @Test(arguments: [
        ("The credential expires within 14 days.", "인증 정보가 14일 안에 만료됩니다."),
        ("The credential expires within 1 day.", "인증 정보가 1일 안에 만료됩니다."),
        ("The credential has expired.", "인증 정보가 만료되었습니다."),
    ])
    func whatIsSaidOfACredentialIsSaidInKorean(_ english: String, _ korean: String) throws {
        let said = try Languages()[.korean].seen(english)
        #expect(said.text == korean)
        #expect(said.lang == nil)
    }

    @Test func faultsStandAtTheirFields() async throws {
        let site = PageSite()
        let wrong = queueAge.map { $0.0 == "minutes" ? ($0.0, "ten") : $0 }
        try await site.test { client in
            let answer = try await client.browse(.post, "/alerts/rules/queue-age", form: form(wrong))
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("id=\"f-minutes-error\""))
            site.plane.refuse("putAlertRule", with: Problem(.preconditionFailed, "Somebody was faster."))
            let late = try await client.browse(.post, "/alerts/rules/queue-age", form: form(queueAge))
            #expect(late.status == .preconditionFailed)
            #expect(late.text.contains("Somebody changed it meanwhile"))
            let taken = try await client.browse(
                .post,
                "/alerts/rules",
                form: form(
                    queueAge.filter { $0.0 != "revision" }
                        + [
                            ("id", "queue-age"),
                            ("tried", #"{"kind":"queue_age","minutes":30,"provider":"gemini"}"#),
                        ]
                )
            )
            #expect(taken.status == .conflict)
            #expect(taken.text.contains("There is an alert rule queue-age already."))
        }
    }

    @Test func theVersionsOfARuleAreInTheAuditLog() async throws {
        let versions = #"id="rule-history" href="/audit?subject=alert_rule%3Aqueue-age""#
        try await PageSite().test { client in
            #expect(try await client.browse(.get, "/alerts/rules/queue-age").text.contains(versions))
            let new = try await client.browse(.get, "/alerts/rules/new").text
            #expect(!new.contains("rule-history"))
        }
        try await PageSite(role: .operator).test { client in
            let page = try await client.browse(.get, "/alerts/rules/queue-age").text
            #expect(!page.contains("rule-history"))
        }
    }

    @Test func whoMayOnlyTryIsOfferedNoMore() async throws {
        try await PageSite(role: .operator).test { client in
            let page = try await client.browse(.get, "/alerts/rules/queue-age").text
            #expect(page.contains("id=\"rule-try\"") && !page.contains("id=\"rule-save\""))
        }
        try await PageSite(role: .viewer).test { client in
            let page = try await client.browse(.get, "/alerts/rules/queue-age").text
            #expect(!page.contains("<form class=\"stack\" id=\"rule-form\""))
            #expect(page.contains("Only administrators change alert rules."))
            #expect(try await client.browse(.get, "/alerts/rules/No").status == .notFound)
        }
    }
}
