import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// SEC-06: the form takes a key and never gives it back.
@Suite struct ProviderCredentialTests {
    private static let form =
        "kind=claude&display_name=Claude&base_url=https%3A%2F%2Fapi.anthropic.com&credential=sealed"
        + "&concurrency=8&attempt_timeout_seconds=60&max_attempts=5&queue_timeout_seconds=604800&target_timeout_seconds=86400&enabled=yes&secret=a-vendor-key"

    @Test func aKeyThatIsEnteredIsStoredAfterTheSettings() async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.browse(.post, "/providers/claude", form: Self.form)
            #expect(answer.status == .seeOther)
        }
        #expect(site.plane.secrets == [Secret("a-vendor-key")])
        let calls = site.plane.calls.map { $0.prefix { $0 != " " } }
        #expect(calls.suffix(2) == ["putProvider", "setCredential"])
        #expect(!site.plane.calls.contains { $0.contains("a-vendor-key") })
    }

    /// The old key is forgotten before the new address is saved, so that it never goes there.
    @Test func aNewKeyForANewAddressReplacesTheOldOneFirst() async throws {
        let site = PageSite()
        site.plane.changeTexts { $0 == "env:ANTHROPIC_API_KEY" ? ProviderSettings.sealed : $0 }
        try await site.test { client in
            let form = Self.form.replacing("api.anthropic.com", with: "other.example.com")
            let answer = try await client.browse(.post, "/providers/claude", form: form)
            #expect(answer.status == .seeOther)
        }
        let calls = site.plane.calls.map { String($0.prefix { $0 != " " }) }
        let changes = calls.filter { ["clearCredential", "putProvider", "setCredential"].contains($0) }
        #expect(changes == ["clearCredential", "putProvider", "setCredential"])
        let put = try #require(site.plane.calls.first { $0.hasPrefix("putProvider") })
        #expect(put.contains("credential: nil"))
    }

    @Test func whatIsToBeStoredIsNotNamedAsStoredBefore() async throws {
        let site = PageSite()
        try await site.test { client in
            let answer = try await client.browse(.post, "/providers", form: Self.form + "&id=claude-2")
            #expect(answer.status == .seeOther)
        }
        let put = try #require(site.plane.calls.first { $0.hasPrefix("putProvider") })
        #expect(put.contains("credential: nil"))
        let saved: ProviderView = try Fixtures.value("putProvider")
        #expect(site.plane.calls.contains("setCredential claude-2 \(saved.revision.text)"))
    }

    @Test func anEmptyFieldKeepsWhatIsThere() async throws {
        let site = PageSite()
        try await site.test { client in
            let form = Self.form.replacing("a-vendor-key", with: "")
            let answer = try await client.browse(.post, "/providers/claude", form: form)
            #expect(answer.status == .seeOther)
        }
        #expect(site.plane.secrets.isEmpty)
    }

    @Test(arguments: ["putProvider", "setCredential"])
    func aRefusedFormDoesNotShowTheKey(_ operation: String) async throws {
        let site = PageSite()
        let fault = Problem.Fault("/secret", .format, "A key is one word.")
        site.plane.refuse(operation, with: Problem(.validationFailed, "No.", errors: [fault]))
        try await site.test { client in
            for path in ["/providers/claude", "/providers"] {
                let form = Self.form + "&id=claude-2"
                let page = try await client.browse(.post, path, form: form)
                let text = String(buffer: page.body)
                #expect(page.status == .unprocessableContent)
                #expect(text.contains("type=\"password\" value=\"\""))
                #expect(text.contains("A key is one word."))
                #expect(!text.contains("a-vendor-key"))
            }
        }
    }

    @Test func whenAKeyExpiresIsStoredWithItAndShown() async throws {
        let site = PageSite()
        try await site.test { client in
            let form = Self.form + "&expires_at=2027-01-31"
            let answer = try await client.browse(.post, "/providers/claude", form: form)
            #expect(answer.status == .seeOther)
        }
        let call = try #require(site.plane.calls.last { $0.hasPrefix("setCredential") })
        #expect(call.hasSuffix(" until 2027-01-31T00:00:00.000000Z"))
        let stored: ProviderView = try Fixtures.value("setCredential")
        try site.plane.answer("getProvider", with: stored)
        for (language, text) in [
            (Language.english, "expires on 2027-01-31 00:00:00 UTC"),
            (.korean, "2027-01-31 00:00:00 UTC에 만료"),
        ] {
            try await site.test { client in
                let page = try await client.browse(.get, "/providers/claude", language: language).text
                #expect(page.contains(text))
                #expect(page.contains("<label for=\"f-expires-at\">"))
                #expect(page.contains("name=\"expires_at\" type=\"date\" value=\"\""))
            }
        }
    }

    /// The date says something of the key that comes with it, and of no other.
    @Test(arguments: [
        ("secret=a-vendor-key&expires_at=soon", "f-expires-at-error"),
        ("secret=a-vendor-key&expires_at=2026-01-31", "f-expires-at-error"),
        ("secret=a-vendor-key&expires_at=2027-02-31", "f-expires-at-error"),
        ("secret=&expires_at=2027-01-31", "f-secret-error"),
    ])
    func aDateThatCannotBeStoredIsRefused(_ fields: String, at place: String) async throws {
        let site = PageSite()
        try await site.test { client in
            let form = Self.form.replacing("secret=a-vendor-key", with: fields)
            let page = try await client.browse(.post, "/providers/claude", form: form)
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("id=\"\(place)\""))
        }
        let changes = ["putProvider", "setCredential", "clearCredential"]
        #expect(!site.plane.calls.contains { call in changes.contains(where: call.hasPrefix) })
    }

    @Test func aServerWithoutAKeySaysSoOnTheForm() async throws {
        let site = PageSite()
        site.plane.refuse("setCredential", with: Problem(.sealingKeyMissing, "No key."))
        try await site.test { client in
            let page = try await client.browse(.post, "/providers/claude", form: Self.form)
            #expect(page.status == .conflict)
            #expect(String(buffer: page.body).contains("SKILLYARD_SECRETS_KEY"))
        }
    }
}
