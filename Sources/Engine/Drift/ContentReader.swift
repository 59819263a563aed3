import Bundles
import Contract
import Domain
import Store

/// Reads contents back from a provider and says what they are, within limits of one look.
struct ContentReader: Sendable {
    /// How much one look may read.
    struct Budget: Sendable {
        var contents: Int
        var bytes: Int

        /// At a provider that lets only so many targets begin in a minute, half of what it lets begin in one.
        func bounded(by rate: Int?) -> Budget {
            guard let rate else { return self }
            return Budget(contents: min(contents, max(1, rate / 2)), bytes: bytes)
        }
    }

    struct Result: Sendable {
        var contents: [SkillID: ContentReading] = [:]
        /// The last skill of those in turn that was read.
        var readTo: String?
        /// What is left to read.
        var left: Budget
    }

    /// Versions of a skill that are compared with content that is not the expected one.
    private static let versions = 20

    let database: any Database
    let bundles: BundleShelf
    let adapter: any ProviderAdapter

    /// - Parameters:
    ///   - urgent: Read first, but with no more than half where there are others.
    ///   - others: Read as far as the limits allow.
    ///   - budget: How much.
    /// - Returns: What was found; of what could not be read by itself, nothing.
    /// - Throws: ``ProviderFailure`` when the provider cannot be read at all; ``StoreError``.
    func read(_ urgent: [LedgerEntry], then others: [LedgerEntry], _ budget: Budget) async throws -> Result {
        var result = Result(left: budget)
        let kept = (
            contents: min(others.count, budget.contents / 2), bytes: others.isEmpty ? 0 : budget.bytes / 2
        )
        // Where not all of them can be read, each has its chance: nobody is always the last.
        for entry in urgent.count > budget.contents - kept.contents ? urgent.shuffled() : urgent {
            guard result.left.contents > kept.contents, result.left.bytes > kept.bytes else { break }
            guard try await read(entry, &result) else { return result }
        }
        for entry in others {
            guard result.left.contents > 0, result.left.bytes > 0 else { break }
            guard try await read(entry, &result) else { return result }
            result.readTo = entry.skill
        }
        return result
    }

    /// - Returns: Whether the provider takes more.
    private func read(_ entry: LedgerEntry, _ result: inout Result) async throws -> Bool {
        try Task.checkCancellation()
        result.left.contents -= 1
        do throws(ProviderFailure) {
            let files = try await adapter.readBack(entry.installed.remote, skill: entry.skill)
            result.left.bytes -= files.reduce(0) { $0 + $1.content.count }
            result.contents[entry.skillID] = await meaning(of: files, entry.skillID, entry.skill, entry)
        } catch {
            switch error.code {
            case .notFound: result.contents[entry.skillID] = .gone
            // Of this one nothing can be said; of the others it can.
            case .permissionDenied, .conflict, .internal, .payloadTooLarge, .invalidSkill: break
            // What was read is worth keeping.
            case .rateLimited:
                result.left.contents = 0
                return false
            default: throw error
            }
        }
        return true
    }

    /// Says which version of its skill each has that stands in a place which the ledger does not know.
    ///
    /// - Parameters:
    ///   - strays: Copies of ours, the most urgent first.
    ///   - result: What was read goes into it, as far as its limits allow.
    /// - Throws: `CancellationError`
    func identify(
        _ strays: [(skill: RemoteSkill, owner: (id: SkillID, name: String))],
        into result: inout Result
    ) async throws {
        for (skill, owner) in strays where result.contents[owner.id] == nil {
            guard result.left.contents > 0, result.left.bytes > 0 else { return }
            try Task.checkCancellation()
            result.left.contents -= 1
            do throws(ProviderFailure) {
                let files = try await adapter.readBack(skill.reference, skill: owner.name)
                result.left.bytes -= files.reduce(0) { $0 + $1.content.count }
                result.contents[owner.id] = await meaning(of: files, owner.id, owner.name, nil)
            } catch {
                // That it stands there is known all the same.
                guard error.code != .rateLimited else { return }
            }
        }
    }

    /// What a digest that the list had at hand says of an entry.
    func meaning(ofListed skill: RemoteSkill, _ entry: LedgerEntry) async -> ContentReading? {
        guard let digest = skill.digests.last else { return nil }
        if skill.digests.contains(entry.installed.digest) { return .same }
        return await meaning(ofDigest: digest, entry.skillID)
    }

    private func meaning(ofDigest digest: String, _ skill: SkillID) async -> ContentReading {
        let known = await versions(of: skill)
        return .other(digest: digest, version: known.first { $0.digest == digest }?.version)
    }

    /// Exec bits that a provider did not keep are no change.
    private func meaning(
        of files: [BundleFile],
        _ skill: SkillID,
        _ name: String,
        _ entry: LedgerEntry?
    ) async -> ContentReading {
        let digest = BundleDigest.digest(of: files)
        if let expected = entry?.installed {
            if digest == expected.digest { return .same }
            if await holds(files, name, version: expected.version, digest: expected.digest) { return .same }
        }
        for known in await versions(of: skill) where known.digest != entry?.installed.digest {
            if known.digest == digest { return .other(digest: digest, version: known.version) }
            if await holds(files, name, version: known.version, digest: known.digest) {
                return .other(digest: known.digest, version: known.version)
            }
        }
        return .other(digest: digest, version: nil)
    }

    private func holds(_ files: [BundleFile], _ skill: String, version: Int, digest: String) async -> Bool {
        do throws(BundleShelf.Trouble) {
            return try await bundles.withBundle(skill, version: version, digest: digest) { bundle in
                bundle.files.hasSameContent(as: files)
            }
        } catch {
            return false
        }
    }

    private func versions(of skill: SkillID) async -> [(version: Int, digest: String)] {
        let most = Self.versions
        // Unread, what stands there is of no known version: nothing is taken over by mistake.
        return (try? await database.read { try DriftSources($0).versions(of: skill, limit: most) }) ?? []
    }
}
