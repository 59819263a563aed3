import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// The pages of accounts, and of one's own.
@Suite struct AccountPageTests {
    private static let id = "019abcd0-2222-7333-8444-555566660000"
    private static let path = "/settings/accounts/\(id)"

    // SEC-07
    @Test(arguments: Role.allCases) func everybodySeesWhatTheirRoleIsFor(_ role: Role) async throws {
        var site = PageSite()
        site.role = role
        let looks = [.admin, .auditor].contains(role)
        let changes = role == .admin
        try await site.test { client in
            let settings = try await client.browse(.get, "/settings").text
            #expect(settings.contains("id=\"accounts\"") == looks)
            for part in ["id=\"password-save\"", "id=\"sessions\"", "id=\"create-token\""] {
                #expect(settings.contains(part), "\(part)")
            }
            let accounts = try await client.browse(.get, "/settings/accounts").text
            #expect(accounts.contains("id=\"new-account\"") == changes)
            let account = try await client.browse(.get, Self.path).text
            #expect(account.contains("id=\"account-save\"") == changes)
            #expect(account.contains("id=\"account-sign-out\"") == changes)
        }
    }

    @Test func nobodyIsOfferedARoleThatAllowsMore() async throws {
        for role in Role.allCases {
            var site = PageSite()
            site.role = role
            try await site.test { client in
                let page = try await client.browse(.get, "/settings").text
                for other in Role.allCases {
                    let isOffered = page.contains("<option value=\"\(other.rawValue)\"")
                    #expect(isOffered == (role == .admin || other == role || other == .viewer))
                }
            }
        }
    }

    @Test func aNewAccountsPasswordIsShownOnce() async throws {
        let site = PageSite()
        try await site.test { client in
            let form = "name=sora&display_name=Sora&role=operator&providers=claude%2C+openai&namespaces="
            let answer = try await client.browse(.post, "/settings/accounts", form: form)
            #expect(answer.status == .ok)
            let shown = /id="new-password"[^>]*value="([a-z2-9]{5}(?:-[a-z2-9]{5}){3})"/
            #expect(answer.text.firstMatch(of: shown) != nil)
            let again = try await client.browse(.get, "/settings/accounts")
            #expect(!again.text.contains("new-password"))
        }
        #expect(site.plane.calls.contains("createAccount sora operator"))
    }

    @Test func aRefusedFormKeepsWhatWasEnteredAndNamesWhatIsWrong() async throws {
        let site = PageSite()
        let fault = Problem.Fault("/scope/providers/1", .format, "This cannot be the id of a provider.")
        let problem = Problem(.validationFailed, "The account cannot be made.", errors: [fault])
        site.plane.refuse("createAccount", with: problem)
        try await site.test { client in
            let form = "name=sora&role=viewer&providers=claude%2C+Claude"
            let answer = try await client.browse(.post, "/settings/accounts", form: form)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("value=\"claude, Claude\""))
            #expect(answer.text.contains("id=\"f-providers-error\""))
        }
    }

    // API-06
    @Test func aChangeIsBasedOnWhatWasShown() async throws {
        let site = PageSite()
        try await site.test { client in
            let page = try await client.browse(.get, Self.path).text
            #expect(page.contains("name=\"revision\" value=\"1\""))
            let form = "role=auditor&revision=1"
            let answer = try await client.browse(.post, Self.path, form: form)
            #expect(answer.headers[.location] == Self.path + "?saved=yes")
            site.plane.refuse("changeAccount", with: try Fixtures.problem(.preconditionFailed))
            let late = try await client.browse(.post, Self.path, form: form)
            #expect(late.status == .preconditionFailed)
            #expect(late.text.contains("It is not what you last saw"))
            #expect(late.text.contains("<option value=\"auditor\" selected>"))
        }
        let change = AccountChange(role: .auditor, scope: .everything)
        #expect(site.plane.calls.contains("changeAccount \(Self.id) \(change) 1"))
    }

    @Test(arguments: AccountAction.allCases) func whatIsDoneToAnAccountIsAskedFirst(_ action: AccountAction)
        async throws
    {
        let site = PageSite()
        let path = "\(Self.path)/\(action.rawValue)"
        try await site.test { client in
            let question = try await client.browse(.get, path)
            #expect(question.status == .ok)
            #expect(!site.plane.calls.contains { $0.hasPrefix("changeAccount") || $0.hasPrefix("signOut") })
            let answer = try await client.browse(.post, path, form: "revision=3")
            #expect(answer.status == (action == .password ? .ok : .seeOther))
        }
        let call = action == .signOut ? "signOutAccount \(Self.id)" : "changeAccount \(Self.id)"
        #expect(site.plane.calls.contains { $0.hasPrefix(call) })
    }

    @Test func aNewPasswordOfOnesOwnBringsANewSession() async throws {
        let site = PageSite()
        try await site.test { client in
            let form = "current=old+words+here&new=three+red+lanterns&again=three+red+lanterns"
            let answer = try await client.browse(.post, "/settings/password", form: form)
            #expect(answer.headers[.location] == "/settings?password=changed#account")
            let cookies = answer.headers[values: .setCookie]
            #expect(cookies.contains { $0.contains("sks_this-too-is-an-example") })
            let other = "current=a&new=three+red+lanterns&again=x"
            let refused = try await client.browse(.post, "/settings/password", form: other)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("These are not the same."))
        }
        #expect(site.plane.calls.count { $0 == "changePassword" } == 1)
    }

    @Test func signingOutEverywhereEndsThisSessionToo() async throws {
        let site = PageSite()
        try await site.test { client in
            let question = try await client.browse(.get, "/settings/sessions/end")
            #expect(question.text.contains("2 sessions end."))
            let answer = try await client.browse(.post, "/settings/sessions/end")
            #expect(answer.headers[.location] == "/sign-in")
            #expect(answer.headers[values: .setCookie].allSatisfy { $0.contains("Max-Age=0") })
        }
        #expect(site.plane.calls.contains { $0.hasPrefix("signOutAccount") })
    }
}
