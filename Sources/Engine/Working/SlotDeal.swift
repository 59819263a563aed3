/// How the slots of a provider are dealt out to the workers that want some.
///
/// Everyone gets an equal part of the provider's concurrency, and takes no more than is free: whoever holds more
/// gives it back as its calls end. So the sum never rises above the concurrency, at no moment.
struct SlotDeal: Equatable {
    /// The slots a worker holds from now on.
    let slots: Int
    /// The calls it may have open; fewer than `slots` while it is to give some back.
    let limit: Int
}

extension SlotDeal {
    /// - Parameters:
    ///   - worker: Who asks.
    ///   - concurrency: Calls that may be open in all.
    ///   - held: The slots of all workers that want some, the asking one's included if it has any.
    ///   - mayBeOpen: The most calls the worker may have open at this moment.
    init(for worker: String, concurrency: Int, held: [String: Int], mayBeOpen: Int) {
        let mine = held[worker] ?? 0
        let part = Self.part(of: worker, among: held, concurrency)
        let free = max(0, concurrency - held.values.reduce(0, +))
        slots = mine >= part ? max(part, min(mine, mayBeOpen)) : min(part, mine + free)
        limit = min(part, slots)
    }

    /// Whether dealing anew would change anything.
    static func isDue(for worker: String, concurrency: Int, held: [String: Int]) -> Bool {
        guard let mine = held[worker] else { return true }
        let part = part(of: worker, among: held, concurrency)
        let free = concurrency - held.values.reduce(0, +)
        return mine > part || mine < part && free > 0
    }

    /// Equal parts; what is left over goes to the first by name, one each.
    private static func part(of worker: String, among held: [String: Int], _ concurrency: Int) -> Int {
        let workers = Set(held.keys).union([worker]).sorted()
        let rank = workers.firstIndex(of: worker) ?? 0
        return concurrency / workers.count + (rank < concurrency % workers.count ? 1 : 0)
    }
}
