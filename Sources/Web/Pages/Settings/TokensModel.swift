import Contract

/// The tokens as their template reads them: the list, the form for a new one, and a new one's secret.
struct TokensModel: Sendable {
    struct Row: Sendable {
        let id: String
        let name: String
        let role: String
        let scope: String
        let prefix: String
        let chip: Chip
        let created: Moment
        let used: Moment?
        let expires: Moment?
        /// Nil when there is nothing left to revoke.
        let revoke: String?
        let revokeLabel: String
    }

    struct Issued: Sendable {
        let name: String
        let secret: String
        let role: String
        let expires: Moment?
    }

    let list: List?
    /// Set when the tokens could not be read.
    let failure: FormFaults.Notice?

    struct List: Sendable {
        let rows: [Row]
        let isEmpty: Bool
        /// Whether the caller may make more of them.
        let mayCreate: Bool
        let fields: [FormField]
        let notice: FormFaults.Notice?
        let issued: Issued?
        /// Made for this form: sending it twice makes one token.
        let key: String
    }

    /// - Parameters:
    ///   - visit: Who looks.
    ///   - plane: Where the tokens are read.
    ///   - entered: What a refused form had in it.
    ///   - refused: Why it was.
    ///   - issued: A token that was just made.
    init(
        _ visit: Visit,
        _ plane: any ControlPlane,
        entered: TokenForm = TokenForm(FormFields("")),
        refused: Problem? = nil,
        issued: IssuedToken? = nil
    ) async {
        let words = visit.words
        let mayCreate = visit.isAllowed(.createToken)
        let tokens: [TokenView]
        do throws(Problem) {
            tokens = try await plane.tokens().items
        } catch {
            // A new token's secret is shown this once, whatever happens to the list.
            guard issued == nil else {
                failure = nil
                list = List(
                    rows: [],
                    isEmpty: false,
                    mayCreate: mayCreate,
                    fields: Self.fields(entered, nil, visit),
                    notice: FormFaults(error, words).notice,
                    issued: issued.map { Self.issued($0, visit) },
                    key: UUIDv7.make(at: visit.site.now())
                )
                return
            }
            (list, failure) = (nil, FormFaults(error, words).notice)
            return
        }
        failure = nil
        list = List(
            rows: tokens.map { Self.row($0, visit) },
            isEmpty: tokens.isEmpty,
            mayCreate: mayCreate,
            fields: Self.fields(entered, refused, visit),
            notice: FormFaults(refused, words).notice,
            issued: issued.map { Self.issued($0, visit) },
            key: UUIDv7.make(at: visit.site.now())
        )
    }

    private static func issued(_ issued: IssuedToken, _ visit: Visit) -> Issued {
        Issued(
            name: issued.token.name,
            secret: issued.secret,
            role: visit.words["role.\(issued.token.role.rawValue)"],
            expires: issued.token.expiresAt.map(visit.moment)
        )
    }

    private static func row(_ token: TokenView, _ visit: Visit) -> Row {
        let words = visit.words
        let isExpired = token.expiresAt.map { $0 <= visit.site.now() } ?? false
        let chip =
            if token.revokedAt != nil {
                Chip(.idle, words["tokens.revoked"])
            } else if isExpired {
                Chip(.warn, words["tokens.expired"])
            } else {
                Chip(.ok, words["tokens.active"])
            }
        return Row(
            id: token.id.rawValue,
            name: token.name,
            role: words["role.\(token.role.rawValue)"],
            scope: words.scope(token.scope),
            prefix: token.prefix,
            chip: chip,
            created: visit.moment(token.createdAt),
            used: token.lastUsedAt.map(visit.moment),
            expires: token.expiresAt.map(visit.moment),
            revoke: token.revokedAt == nil ? "/settings/tokens/\(token.id)/revoke" : nil,
            revokeLabel: words["tokens.revoke_named", ["name": token.name]]
        )
    }

    private static func fields(_ entered: TokenForm, _ refused: Problem?, _ visit: Visit) -> [FormField] {
        let words = visit.words
        let faults = FormFaults(refused, words)
        let spans = TokenForm.spans.map(String.init) + ["never"]
        return [
            .text(
                "name",
                words["tokens.name"],
                help: words["tokens.name_help"],
                value: entered.name,
                length: 100,
                placeholder: "ci",
                isRequired: true,
                faults: faults["/name"]
            ),
            .choice(
                "role",
                words["tokens.role"],
                help: words["tokens.role_help"],
                visit.givableRoles.map {
                    .init(
                        value: $0.rawValue,
                        label: words["role.\($0.rawValue)"],
                        isChosen: $0.rawValue == entered.role
                    )
                },
                isRequired: true,
                faults: faults["/role"]
            ),
            .choice(
                "days",
                words["tokens.expires"],
                spans.map {
                    .init(value: $0, label: words["tokens.days_\($0)"], isChosen: $0 == entered.days)
                },
                isRequired: true,
                faults: faults["/expires_at"]
            ),
        ] + entered.scope.fields(refused, words)
    }
}

/// What is asked before a token is revoked.
struct RevocationModel: Sendable {
    let name: String
    let role: String
    let prefix: String
    let used: Moment?
    let action: String
    /// Whether it may be the one the visitor is signed in with.
    let isOwn: Bool

    init(_ token: TokenView, _ visit: Visit) {
        name = token.name
        role = visit.words["role.\(token.role.rawValue)"]
        prefix = token.prefix
        used = token.lastUsedAt.map(visit.moment)
        action = "/settings/tokens/\(token.id)/revoke"
        isOwn = visit.keptSecret?.hasPrefix(token.prefix) ?? false
    }
}

extension Visit {
    /// Roles that allow nothing the caller's does not; the engine refuses others.
    var givableRoles: [Role] {
        let own = caller?.role ?? .viewer
        return Role.allCases.filter { own == .admin || $0 == own || $0 == .viewer }
    }
}
