import Synchronization

/// Counts the requests that wait for their answer, by vendor.
final class OpenRequests: Sendable {
    private struct Count {
        var open = 0
        var most = 0
    }

    private let counts = Mutex<[SimulatedVendor: Count]>([:])

    /// One request that is being answered.
    final class Request: Sendable {
        private let vendor: SimulatedVendor
        private let all: OpenRequests
        private let isOpen = Atomic(true)

        fileprivate init(at vendor: SimulatedVendor, of all: OpenRequests) {
            self.vendor = vendor
            self.all = all
        }

        /// Counts it out; only the first time counts.
        func end() {
            guard isOpen.exchange(false, ordering: .relaxed) else { return }
            all.counts.withLock { $0[vendor, default: Count()].open -= 1 }
        }
    }

    func begin(at vendor: SimulatedVendor) -> Request {
        counts.withLock { counts in
            var count = counts[vendor] ?? Count()
            count.open += 1
            count.most = max(count.most, count.open)
            counts[vendor] = count
        }
        return Request(at: vendor, of: self)
    }

    /// The most that were open at the same time since the last time it was asked.
    func takeMost() -> [SimulatedVendor: Int] {
        counts.withLock { counts in
            let most = counts.mapValues(\.most)
            counts = counts.mapValues { Count(open: $0.open, most: $0.open) }
            return most
        }
    }
}
