import Bundles
import Contract
import Domain
package import Store
import Synchronization

/// The stored bundles, with the last used ones kept unpacked.
///
/// A content is read, unpacked and checked against its digest once and then serves every provider of a run.
package final class BundleShelf: Sendable {
    /// Why a bundle cannot be had.
    package enum Trouble: Error, Equatable, Sendable {
        case missing
        /// The stored bytes are not what was registered.
        case altered
        case unavailable

        var failure: ProviderFailure {
            switch self {
            case .missing: ProviderFailure(.internal, "The version's content is not in the store.")
            case .altered:
                ProviderFailure(.internal, "The version's stored content does not match its digest.")
            case .unavailable: ProviderFailure(.providerUnavailable, "The database could not be read.")
            }
        }
    }

    fileprivate struct State {
        var shelf: [String: (bundle: SkillBundle, bytes: Int, used: Int)] = [:]
        var bytes = 0
        var clock = 0
        /// Of bundles asked for before, by digest.
        var sizes: [String: Int] = [:]
    }

    private let database: any Database
    private let maximumBytes: Int
    private let state = Mutex(State())
    private let budget: MemoryBudget

    /// - Parameters:
    ///   - database: Where bundles are stored.
    ///   - maximumBytes: How much to keep unpacked.
    ///   - inUse: How much may be in use at once beside that; one bundle always may, however large.
    package init(_ database: any Database, maximumBytes: Int = 64 << 20, inUse: Int = 192 << 20) {
        self.database = database
        self.maximumBytes = maximumBytes
        budget = MemoryBudget(bytes: inUse)
    }

    /// Runs `body` with a bundle; waits while others use too much memory.
    ///
    /// - Throws: ``Trouble`` when there is no such bundle.
    func withBundle<Result>(
        _ skill: String,
        version: Int,
        digest: String,
        _ body: (SkillBundle) async -> Result
    ) async throws(Trouble) -> Result {
        let bytes = try await bytes(of: digest)
        await budget.take(digest, bytes: bytes)
        defer { budget.giveBack(digest, bytes: bytes) }
        return await body(try await bundle(skill, version: version, digest: digest))
    }

    /// What a bundle takes in memory, packed and unpacked.
    private func bytes(of digest: String) async throws(Trouble) -> Int {
        if let known = state.withLock({ $0.sizes[digest] }) { return known }
        let size: Int?
        do { size = try await database.read { try BundleTable($0).size(digest: digest) } } catch {
            throw .unavailable
        }
        guard let size else { throw .missing }
        state.withLock { state in
            if state.sizes.count >= Self.maximumSizes { state.sizes.removeAll() }
            state.sizes[digest] = size
        }
        return size
    }

    private static let maximumSizes = 50_000

    private func bundle(_ skill: String, version: Int, digest: String) async throws(Trouble) -> SkillBundle {
        let key = "\(skill)@\(version)/\(digest)"
        if let bundle = take(key) { return bundle }
        let bundle = try await load(skill, version: version, digest: digest)
        put(bundle, at: key)
        return bundle
    }

    private func load(_ skill: String, version: Int, digest: String) async throws(Trouble) -> SkillBundle {
        let stored: (archive: [UInt8]?, description: String?)
        do {
            stored = try await database.read { connection in
                let version = try SkillTable(connection).version(version, of: skill)
                return (try BundleTable(connection).archive(digest: digest), version?.description)
            }
        } catch { throw .unavailable }
        guard let archive = stored.archive else { throw .missing }
        let files: [BundleFile]
        do { files = try BundlePacking.unpack(archive) } catch { throw .altered }
        guard BundleDigest.digest(of: files) == digest else { throw .altered }
        return SkillBundle(
            name: skill,
            version: version,
            description: stored.description ?? "",
            digest: digest,
            files: files,
            archive: archive
        )
    }

    private func take(_ key: String) -> SkillBundle? {
        state.withLock { state in
            state.clock += 1
            state.shelf[key]?.used = state.clock
            return state.shelf[key]?.bundle
        }
    }

    private func put(_ bundle: SkillBundle, at key: String) {
        let bytes = bundle.archive.count + bundle.files.reduce(0) { $0 + $1.content.count }
        state.withLock { state in
            guard state.shelf[key] == nil, bytes <= maximumBytes else { return }
            state.clock += 1
            state.shelf[key] = (bundle, bytes, state.clock)
            state.bytes += bytes
            if state.bytes > maximumBytes { state.makeRoom(downTo: maximumBytes / 4 * 3) }
        }
    }
}

extension BundleShelf.State {
    /// Removes what was not used for longest, a good part at a time: sorting for each one would cost too much.
    fileprivate mutating func makeRoom(downTo limit: Int) {
        for oldest in shelf.sorted(by: { $0.value.used < $1.value.used }) {
            guard bytes > limit else { return }
            shelf[oldest.key] = nil
            bytes -= oldest.value.bytes
        }
    }
}
