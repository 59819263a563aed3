/// Who is asking, as the token says.
package struct CallerView: Codable, Equatable, Sendable {
    package let name: String
    package let role: Role

    package init(name: String, role: Role) {
        self.name = name
        self.role = role
    }
}
