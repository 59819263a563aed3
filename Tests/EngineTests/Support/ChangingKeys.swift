import Engine
import Synchronization

/// Keys that a test gives and takes away.
final class ChangingKeys: KeyStore {
    private let present: Mutex<[SealingKey]>
    private let isTaken = Mutex(false)

    init(_ keys: [SealingKey] = []) {
        present = Mutex(keys)
    }

    func replace(_ keys: [SealingKey]) {
        present.withLock { $0 = keys }
    }

    func keys() throws(KeyTrouble) -> [SealingKey] { present.withLock(\.self) }

    func sealingKey() throws(KeyTrouble) -> SealingKey {
        guard let key = present.withLock(\.first) else { throw .noKey }
        return key
    }

    func addKey() throws(KeyTrouble) -> SealingKey {
        let key = SealingKey.make()
        present.withLock { $0.insert(key, at: 0) }
        return key
    }

    func exclusively<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        let isFree = isTaken.withLock { taken in
            defer { taken = true }
            return !taken
        }
        guard isFree else { throw KeyTrouble.busy }
        defer { isTaken.withLock { $0 = false } }
        return try await body()
    }

    func removeKeys(_ ids: Set<String>) throws(KeyTrouble) {
        present.withLock { keys in keys.removeAll { ids.contains($0.id) } }
    }
}
