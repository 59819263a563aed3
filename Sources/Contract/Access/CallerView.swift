/// Who is asking, and what that caller may do.
package struct CallerView: Codable, Equatable, Sendable {
    package let name: String
    package let role: Role
    /// Whose; nil for a token that belongs to nobody.
    package let accountID: AccountID?
    /// Nil for everything.
    package let scope: Scope?
    /// What may be asked for, within the scope where that bounds it.
    package let operations: [Operation]

    package init(
        name: String,
        role: Role,
        accountID: AccountID? = nil,
        scope: Scope? = nil,
        operations: [Operation] = []
    ) {
        self.name = name
        self.role = role
        self.accountID = accountID
        self.scope = scope
        self.operations = operations
    }

    enum CodingKeys: String, CodingKey {
        case name
        case role
        case accountID = "account_id"
        case scope
        case operations
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        role = try values.decode(Role.self, forKey: .role)
        accountID = try values.decodeIfPresent(AccountID.self, forKey: .accountID)
        scope = try values.decodeIfPresent(Scope.self, forKey: .scope)
        // A newer server knows operations that this program does not.
        let names = try values.decodeIfPresent([String].self, forKey: .operations) ?? []
        operations = names.compactMap(Operation.init(rawValue:))
    }
}
