import Contract
import Engine
import Foundation
import Testing

/// `docs/permissions.md` follows from the code: `make docs` writes it.
@Suite struct PermissionDocumentTests {
    @Test func theDocumentIsTheTableOfTheCode() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../docs/permissions.md"
        )
        let text = Self.document
        if ProcessInfo.processInfo.environment["SKILLYARD_WRITE_DOCS"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "run `make docs`")
    }

    private static var document: String {
        let roles = Role.allCases
        let head =
            "| operation | " + roles.map { "`\($0.rawValue)`" }.joined(separator: " | ") + " | bounded by |"
        let rule = "|---|" + roles.map { _ in ":-:" }.joined(separator: "|") + "|---|"
        let rows = Contract.Operation.allCases.map { operation in
            let marks = roles.map { operation.roles.contains($0) ? "yes" : "–" }
            let bounds = Contract.Operation.Bound.allCases.filter(operation.bounds.contains).map(words)
            return
                "| `\(operation.rawValue)` | \(marks.joined(separator: " | ")) | \(bounds.joined(separator: ", ")) |"
        }
        return """
            # Permissions

            The table is written by `make docs` from the one place in the engine where it is decided; whatever way \
            somebody comes in, page, API, command or chat, goes through there. What is not marked is refused, and the \
            refusal is in the audit log.

            \(([head, rule] + rows).joined(separator: "\n"))

            * A **role** is a set of operations, not a step of a ladder: an auditor sees everything and changes nothing.
            * A **scope** bounds where something is changed or started, never what is read. `providers` lists the \
            providers, `namespaces` the owners of skills; without a list there is no bound of that kind. A run that \
            touches one target outside of the scope is refused as a whole, and every such target is named.
            * A new skill goes into the namespace that has its maker's name, or, where that is outside of the scope, \
            into the first that the scope lists.
            * **Rights** are bounded by one's own: nobody makes an account or a token that may do more, or changes \
            an account or revokes somebody else's token that may. They are looked at again in the transaction that \
            makes the change.
            * `audit.read`, `session.*` and `token.*` are about oneself. `audit.read_all` and `token.manage` add what \
            is others'; whoever has them not is shown their own, and nothing is refused. `account.sign_out` of one's \
            own account is `session.end`.
            * `caller.password` and `session.*` need an account; a token that belongs to nobody has none.
            * `token.create` needs a session, except for administrators: a token that leaked must not live on in \
            others that it made.
            * `run.approve` is refused under **four eyes** to everybody who asked for the run, whatever their role; they may \
            refuse it.
            * A **token of an account** does what both may do, by the role and scope that the account has at that \
            moment; a disabled account's tokens do nothing.

            """
    }

    private static func words(_ bound: Contract.Operation.Bound) -> String {
        switch bound {
        case .providers: "providers"
        case .namespaces: "namespaces"
        case .rights: "one's own rights"
        }
    }
}
