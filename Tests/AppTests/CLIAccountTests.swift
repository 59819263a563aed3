import App
import Contract
import Testing

@Suite struct CLIAccountTests {
    private let mina = AccountView(
        id: AccountID(rawValue: "a1"),
        name: "Mina",
        displayName: "김미나",
        role: .operator,
        scope: Scope(providers: [ProviderID(rawValue: "claude")], namespaces: ["docs"]),
        revisionNumber: 3,
        createdAt: Samples.now - .seconds(3 * 86_400),
        updatedAt: Samples.now,
        lastSignedInAt: Samples.now - .seconds(180)
    )
    private let sora = AccountView(
        id: AccountID(rawValue: "a2"),
        name: "sora",
        displayName: nil,
        role: .auditor,
        scope: nil,
        disabledAt: Samples.now - .seconds(60),
        createdAt: Samples.now,
        updatedAt: Samples.now
    )

    private var plane: FakePlane { FakePlane(.init(accounts: [mina, sora])) }

    @Test func accountsAreListed() async {
        let run = await skillyard("account", "list", plane: plane)
        #expect(
            run.outputLines == [
                "NAME  ROLE      STATE     LAST SIGNED IN  MAY CHANGE",
                "Mina  operator  active    3 min ago       providers claude; namespaces docs",
                "sora  auditor   disabled  never           everything",
            ]
        )
        let shown = await skillyard("account", "show", "mina", plane: plane)
        #expect(shown.outputLines.first == "Mina  operator, may change providers claude; namespaces docs")
        #expect(shown.outputLines.last == "  last signed in 3 min ago")
        #expect(await skillyard("account", "show", "nobody", plane: plane).status == .failed)
    }

    @Test func aPasswordComesFromStandardInputAndIsNeverShown() async {
        let plane = plane
        let arguments = [
            "account", "add", "mina", "--role", "operator", "--provider", "claude", "--namespace", "docs",
            "--display-name", "M",
        ]
        let run = await skillyard(arguments, plane: plane, secret: "paper boats at noon")
        #expect(run.status == .ok)
        #expect(!(run.output + run.messages).contains("paper"))
        #expect(
            plane.asked.accountRequests == [
                AccountRequest(
                    name: "mina",
                    displayName: "M",
                    role: .operator,
                    scope: mina.scope,
                    password: "paper boats at noon"
                )
            ]
        )
        let without = await skillyard(arguments, plane: plane, secret: nil)
        #expect(without.status == .usage)
        #expect(plane.asked.accountRequests.count == 1)
    }

    @Test func aChangeNamesTheRevisionItIsBasedOn() async {
        let plane = plane
        #expect(
            await skillyard("account", "change", "MINA", "--role", "viewer", "--everywhere", plane: plane)
                .status == .ok
        )
        #expect(await skillyard("account", "disable", "a1", plane: plane).status == .ok)
        #expect(await skillyard("account", "change", "sora", "--enable", plane: plane).status == .ok)
        let asked = plane.asked.accountChanges
        #expect(asked.map(\.id.rawValue) == ["a1", "a1", "a2"])
        #expect(asked.map(\.precondition) == ["3", "3", "1"].map { .unchanged(Revision(text: $0)) })
        #expect(
            asked.map(\.change) == [
                AccountChange(role: .viewer, scope: .everything), AccountChange(disabled: true),
                AccountChange(disabled: false),
            ]
        )
        let both = await skillyard(
            "account",
            "change",
            "mina",
            "--everywhere",
            "--provider",
            "x",
            plane: plane
        )
        #expect(both.status == .usage)
    }

    @Test func signingOutSaysHowManySessionsEnded() async {
        #expect(
            await skillyard("account", "sign-out", "mina", plane: plane).output
                == "Ended 2 sessions of Mina\n"
        )
    }

    private var session: SessionView {
        SessionView(
            id: SessionID(rawValue: "s1"),
            createdAt: Samples.now - .seconds(7200),
            lastSeenAt: Samples.now - .seconds(180),
            expiresAt: Samples.now + .seconds(3600),
            address: "192.0.2.7",
            current: true
        )
    }

    @Test func onesOwnPasswordIsAskedForTwiceAndNotShown() async {
        let plane = FakePlane(.init(accounts: [mina], sessions: [session]))
        let answers = ["Present password": "paper boats at noon", "New password": "three red lanterns"]
        let run = await skillyard(["account", "password"], plane: plane, answers: answers)
        #expect(run.status == .ok)
        #expect(plane.asked.passwords == [.init(current: "paper boats at noon", new: "three red lanterns")])
        #expect(run.output == "sks_new\n", "alone, so that it can be kept")
        for password in answers.values { #expect(!(run.output + run.messages).contains(password)) }
        let without = await skillyard(
            ["account", "password"],
            plane: plane,
            answers: ["Present password": "paper boats at noon"]
        )
        #expect(without.status == .usage)
        #expect(plane.asked.passwords.count == 1)
    }

    @Test func onesOwnSessionsAreListedAndEnded() async {
        let plane = FakePlane(.init(sessions: [session]))
        let list = await skillyard("sessions", "list", plane: plane)
        #expect(
            list.outputLines.first
                == "SESSION  FROM       SIGNED IN  LAST SEEN  ENDS                  THIS ONE"
        )
        #expect(list.outputLines.last?.hasPrefix("s1       192.0.2.7  2 h ago    3 min ago  ") ?? false)
        #expect(await skillyard("sessions", plane: plane).output == list.output)
        #expect(await skillyard("sessions", "end", "s1", plane: plane).output == "Ended 1 session\n")
        #expect(await skillyard("sessions", "end", "current", plane: plane).status == .ok)
        #expect(plane.asked.endedSessions == ["s1", "current"])
    }
}
