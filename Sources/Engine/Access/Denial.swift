import Contract

/// That somebody asked for what they may not do: to be audited once, and told.
struct Denial: Error {
    let operation: Operation
    /// What was to be changed, as the history names it.
    let subject: String
    /// What is missing and who can give it.
    let problem: Problem
    /// For the history.
    let detail: [String: String]

    private init(
        _ operation: Operation,
        _ problem: Problem,
        subject: String = "-",
        detail: [String: String]
    ) {
        self.operation = operation
        self.subject = subject
        self.problem = problem
        self.detail = detail
    }

    static func missingRole(for operation: Operation, caller: Caller) -> Denial {
        let roles = Role.allCases.filter(operation.roles.contains).map(\.rawValue)
        let needed = roles.joined(separator: ", ")
        let role = caller.role.rawValue
        let several: Phrase = """
            This takes one of the roles \(needed, as: "needed"); you have \(role, as: "role"). \
            An administrator can give you another.
            """
        let one: Phrase = """
            This takes the role \(needed, as: "needed"); you have \(role, as: "role"). \
            An administrator can give you another.
            """
        return Denial(
            operation,
            roles.count == 1
                ? Problem(.permissionDenied, as: "role", one)
                : Problem(.permissionDenied, as: "roles", several),
            detail: ["needed_roles": roles.joined(separator: " ")]
        )
    }

    static func missingAccount(for operation: Operation) -> Denial {
        let detail: Phrase = """
            This is about one's own account, and your token belongs to none. \
            An administrator can give you an account.
            """
        return Denial(
            operation,
            Problem(.permissionDenied, as: "account", detail),
            detail: ["needed": "account"]
        )
    }

    static func missingPassword(for operation: Operation) -> Denial {
        let detail: Phrase = "You sign in at an identity provider; there is no password to change here."
        return Denial(
            operation,
            Problem(.permissionDenied, as: "no_password", detail),
            detail: ["needed": "password"]
        )
    }

    static func missingSession(for operation: Operation) -> Denial {
        let detail: Phrase = """
            Only an administrator's token makes other tokens: sign in with your name and password. \
            An administrator can give you an account.
            """
        return Denial(
            operation,
            Problem(.permissionDenied, as: "session", detail),
            detail: ["needed": "session"]
        )
    }

    /// Whoever asked for a run may not approve it, where its provider wants four eyes.
    static func ownRun(_ operation: Operation, _ run: RunID) -> Denial {
        let detail: Phrase = """
            You asked for this run yourself, and its provider wants somebody else to approve it. Any other approver or \
            administrator can.
            """
        return Denial(
            operation,
            Problem(.permissionDenied, as: "own_run", detail),
            subject: "run:\(run)",
            detail: ["needed": "somebody else"]
        )
    }

    /// Where a provider wants four eyes, a token of no account is nobody's.
    static func nobody(_ operation: Operation, _ run: RunID) -> Denial {
        let detail: Phrase = """
            Two people decide about this, and your token belongs to none. Sign in with an account, or use a token of one; \
            an administrator can give you an account.
            """
        return Denial(
            operation,
            Problem(.permissionDenied, as: "two_people", detail),
            subject: operation == .startRun ? "run" : "run:\(run)",
            detail: ["needed": "account"]
        )
    }

    /// - Parameters:
    ///   - operation: What was asked for.
    ///   - places: What of it lies outside of the caller's scope; must not be empty.
    /// - Returns: A refusal of the whole, with each place.
    static func outOfScope(_ operation: Operation, _ places: [Touched]) -> Denial {
        let things = places.map(\.thing.description).uniqued
        let named = things.prefix(10).joined(separator: ", ") + (things.count > 10 ? ", …" : "")
        let detail: Phrase = """
            Outside of your scope: \(named, as: "things"). An administrator can give you a wider scope.
            """
        return Denial(
            operation,
            Problem(.permissionDenied, as: "out_of_scope", detail, errors: places.map(\.fault)),
            subject: things.count == 1 ? things[0].replacing(" ", with: ":") : "-",
            detail: ["out_of_scope": named]
        )
    }

    static func tooMuch(_ operation: Operation, _ faults: [Problem.Fault], subject: String = "-") -> Denial {
        let detail: Phrase = """
            Nobody gives or changes rights that they do not have. An administrator can give you more.
            """
        return Denial(
            operation,
            Problem(.permissionDenied, as: "rights", detail, errors: faults),
            subject: subject,
            detail: ["beyond_own_rights": faults.map(\.pointer).joined(separator: " ")]
        )
    }
}

/// Something that a request is to change.
struct Touched: Sendable {
    enum Thing: Hashable, CustomStringConvertible, Sendable {
        case provider(ProviderID)
        case namespace(String)

        var description: String {
            switch self {
            case .provider(let id): "provider \(id)"
            case .namespace(let name): "namespace \(name)"
            }
        }
    }

    /// Where the request names it.
    let pointer: String
    let thing: Thing

    init(_ pointer: String, _ thing: Thing) {
        self.pointer = pointer
        self.thing = thing
    }

    fileprivate var fault: Problem.Fault {
        switch thing {
        case .provider(let id):
            let detail: Phrase = "Your scope does not cover provider \(id, as: "provider")."
            return .init(pointer, .outOfScope, as: "provider", detail)
        case .namespace(let name):
            let detail: Phrase = "Your scope does not cover namespace \(name, as: "namespace")."
            return .init(pointer, .outOfScope, as: "namespace", detail)
        }
    }
}

extension [String] {
    /// Each once, in the order of coming.
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
