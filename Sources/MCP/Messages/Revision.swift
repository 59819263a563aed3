/// A revision of the protocol that is spoken here.
enum Revision: String, CaseIterable, Sendable {
    /// Every request says all that there is to know of its client.
    case july2026 = "2026-07-28"
    case november2025 = "2025-11-25"
    /// The first one with questions to people and with structured answers.
    case june2025 = "2025-06-18"

    /// Whether clients begin with `initialize`, which gives them a session.
    var hasHandshake: Bool { self != .july2026 }

    /// What a client is offered that asks for one that is not spoken here.
    static let newestWithHandshake = november2025

    /// - Parameter requested: What `initialize` asks for.
    /// - Returns: That, or the one to offer instead.
    static func negotiated(_ requested: String?) -> Revision {
        let known = requested.flatMap(Revision.init(rawValue:))
        return known.map { $0.hasHandshake ? $0 : newestWithHandshake } ?? newestWithHandshake
    }
}
