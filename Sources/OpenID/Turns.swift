/// Codes that are exchanged at once: in all, and from one address, so that whoever makes codes up keeps few turns busy.
struct Turns: Sendable {
    static let atOnce = 32
    static let fromOneAddress = 8

    private var taken: [String?: Int] = [:]
    private var all = 0

    /// - Parameter address: Of the client; nil where the front end cannot tell.
    /// - Returns: Whether there was one left; it is to be given back then.
    mutating func take(from address: String?) -> Bool {
        let own = taken[address] ?? 0
        guard all < Self.atOnce, own < Self.fromOneAddress else { return false }
        taken[address] = own + 1
        all += 1
        return true
    }

    mutating func giveBack(from address: String?) {
        guard let own = taken[address] else { return }
        taken[address] = own > 1 ? own - 1 : nil
        all -= 1
    }
}
