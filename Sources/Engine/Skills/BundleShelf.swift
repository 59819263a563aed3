import Bundles
import Contract
import Domain
import Proofs
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
        /// Whoever signed the version signed other content.
        case missigned
        case unavailable

        var failure: ProviderFailure {
            switch self {
            case .missing: ProviderFailure(.internal, "The version's content is not in the store.")
            case .altered:
                ProviderFailure(.integrityFailed, "The version's stored content does not match its digest.")
            case .missigned:
                ProviderFailure(.integrityFailed, "The version's stored content does not fit its signature.")
            case .unavailable:
                ProviderFailure(.providerUnavailable, "The database could not be read.", isOurs: true)
            }
        }
    }

    fileprivate struct State {
        var shelf: [BundleTable.Wanted: (bundle: SkillBundle, bytes: Int, used: Int)] = [:]
        var bytes = 0
        var clock = 0
        /// Of bundles asked for before, by digest.
        var sizes: [String: Int] = [:]
    }

    private let database: any Database
    private let maximumBytes: Int
    private let state = Mutex(State())
    private let budget: MemoryBudget
    private let reading: SharedTransactions<BundleTable.Wanted, BundleTable.Stored?>

    /// What is no larger, packed and unpacked, is read with the question how large it is.
    private static let small = 65_536

    /// - Parameters:
    ///   - database: Where bundles are stored.
    ///   - maximumBytes: How much to keep unpacked.
    ///   - inUse: How much may be in use at once beside that; one bundle always may, however large.
    package init(_ database: any Database, maximumBytes: Int = 64 << 20, inUse: Int = 192 << 20) {
        self.database = database
        self.maximumBytes = maximumBytes
        budget = MemoryBudget(bytes: inUse)
        reading = SharedTransactions { wanted in
            let found = try await database.read { try BundleTable($0).find(wanted, archivesUpTo: Self.small) }
            return wanted.map { found[$0] }
        }
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
        let wanted = BundleTable.Wanted(skill: skill, version: version, digest: digest)
        let (bytes, small) = try await look(for: wanted)
        await budget.take(digest, bytes: bytes)
        defer { budget.giveBack(digest, bytes: bytes) }
        return await body(try await bundle(wanted, small))
    }

    /// Has small bundles at hand before they are asked for, many of them read at once.
    ///
    /// What cannot be had now is read when it is asked for, and its trouble told then.
    func prepare(_ wanted: Set<BundleTable.Wanted>) async {
        let absent = state.withLock { state in
            wanted.filter { state.shelf[$0] == nil && state.sizes[$0.digest, default: 0] <= Self.small }
        }
        var left = Array(absent)[...]
        while !left.isEmpty {
            let part = Array(left.prefix(Self.together))
            left = left.dropFirst(part.count)
            let found = try? await database.read { try BundleTable($0).find(part, archivesUpTo: Self.small) }
            for (wanted, stored) in found ?? [:] {
                note(stored, of: wanted)
                if let bundle = try? Self.unpacked(stored, wanted) { put(bundle, at: wanted) }
            }
        }
    }

    /// Bundles read at once by ``prepare(_:)``, and so up to 4 MB.
    private static let together = 64

    private func note(_ stored: BundleTable.Stored, of wanted: BundleTable.Wanted) {
        state.withLock { state in
            if state.sizes.count >= Self.maximumSizes { state.sizes.removeAll() }
            state.sizes[wanted.digest] = stored.bytes
        }
    }

    /// What a bundle takes in memory, packed and unpacked; the bundle itself, too, if it is small and not known yet.
    private func look(
        for wanted: BundleTable.Wanted
    ) async throws(Trouble) -> (bytes: Int, small: BundleTable.Stored?) {
        if let known = state.withLock({ $0.sizes[wanted.digest] }) { return (known, nil) }
        let stored: BundleTable.Stored?
        do { stored = try await reading.perform(wanted) } catch { throw .unavailable }
        guard let stored else { throw .missing }
        note(stored, of: wanted)
        return (stored.bytes, stored.archive == nil ? nil : stored)
    }

    private static let maximumSizes = 50_000

    private func bundle(
        _ wanted: BundleTable.Wanted,
        _ small: BundleTable.Stored?
    ) async throws(Trouble) -> SkillBundle {
        if let bundle = take(wanted) { return bundle }
        var stored = small
        if stored == nil {
            do {
                stored = try await database.read { connection in
                    try BundleTable(connection).find([wanted], archivesUpTo: .max)[wanted]
                }
            } catch { throw .unavailable }
        }
        guard let stored else { throw .missing }
        let bundle = try Self.unpacked(stored, wanted)
        put(bundle, at: wanted)
        return bundle
    }

    private static func unpacked(
        _ stored: BundleTable.Stored,
        _ wanted: BundleTable.Wanted
    ) throws(Trouble) -> SkillBundle {
        guard let archive = stored.archive else { throw .missing }
        let files: [BundleFile]
        do { files = try BundlePacking.unpack(archive) } catch { throw .altered }
        guard BundleDigest.digest(of: files) == wanted.digest else { throw .altered }
        if let signature = stored.signature {
            let statement = SkillStatement(name: wanted.skill, files: files.map(BundleFileView.init(file:)))
            let isSigned = statement.isSigned(by: signature.publicKey, as: signature.signature)
            guard isSigned else { throw .missigned }
        }
        return SkillBundle(
            name: wanted.skill,
            version: wanted.version,
            description: stored.description ?? "",
            digest: wanted.digest,
            files: files,
            archive: archive
        )
    }

    private func take(_ key: BundleTable.Wanted) -> SkillBundle? {
        state.withLock { state in
            state.clock += 1
            state.shelf[key]?.used = state.clock
            return state.shelf[key]?.bundle
        }
    }

    private func put(_ bundle: SkillBundle, at key: BundleTable.Wanted) {
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
