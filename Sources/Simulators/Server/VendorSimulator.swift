/// Whom a simulator stands in for, as spelled in addresses and fault scripts.
package enum SimulatedVendor: String, Codable, CaseIterable, Sendable {
    case openai
    case claude
    case google
    /// The in-house registry of the `http` provider kind.
    case http
}

/// One vendor's look-alike.
protocol VendorSimulator: Sendable {
    var vendor: SimulatedVendor { get }
    /// False when requests are answered from their headers alone.
    var readsBodies: Bool { get }

    /// The documented route a path belongs to, such as `/v1/skills/{skill_id}`; the path itself if none.
    func route(of path: [String]) -> String
    /// Carries the request out and answers it; `operation` bends a long-running operation it starts.
    func answer(_ call: Call, operation: OperationScript?) throws(Refusal) -> Reply
    /// The refusal in the vendor's own shape.
    func reply(to refusal: Refusal) -> Reply
    func held() -> [HeldSkill]
    func reset() throws(Refusal)
}

/// How a fault script bends a long-running operation.
struct OperationScript: Equatable, Sendable {
    enum Ending: Equatable, Sendable {
        case fails(code: Int, message: String)
        case never
        case afterPolls(Int)
    }

    let ending: Ending
}

/// A skill as a simulator holds it.
package struct HeldSkill: Codable, Equatable, Sendable {
    package let id: String
    package let name: String
    /// What a use without a version gets; nil where the vendor has no such pointer.
    package let defaultVersion: String?
    package let latestVersion: String?
    /// The vendor's state, such as `ACTIVE`, where it has one.
    package let state: String?
    /// Oldest first.
    package let versions: [HeldVersion]

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case defaultVersion = "default_version"
        case latestVersion = "latest_version"
        case state
        case versions
    }
}

/// One version of a skill as a simulator holds it.
package struct HeldVersion: Codable, Equatable, Sendable {
    package let id: String
    /// Over the files, as the product computes it, so it can be compared with what was sent.
    package let digest: String
    package let files: [String]
}
