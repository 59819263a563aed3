import Bundles
import Contract
import Domain
import Store
import Synchronization

/// What the safety scan says about contents: made once, stored, and from then on the same.
package final class ScanShelf: Sendable {
    private static let maximum = 50_000

    private let database: any Database
    private let bundles: BundleShelf
    private let now: @Sendable () -> Timestamp
    /// Of reports that are stored, by digest; all of the rules of this program.
    private let verdicts = Mutex<[String: ScanReport.Verdict]>([:])

    init(_ database: any Database, _ bundles: BundleShelf, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.bundles = bundles
        self.now = now
    }

    /// The verdict if it is known already, whatever is waived; never waits.
    func known(_ digest: String) -> ScanReport.Verdict? {
        verdicts.withLock { $0[digest] }
    }

    /// Takes note of a report that is stored.
    func note(_ report: ScanReport) {
        verdicts.withLock { verdicts in
            if verdicts.count >= Self.maximum { verdicts.removeAll() }
            verdicts[report.digest] = report.verdict
        }
    }

    /// What keeps a content from being installed at a time; nothing for one that was never scanned.
    ///
    /// - Throws: ``StoreError``
    func blocking(_ digest: String, _ connection: any Connection, at now: Timestamp) throws -> [ScanFinding] {
        guard known(digest) ?? .blocked == .blocked,
            let stored = try ScanTable(connection).find(
                digest: digest,
                rulesVersion: SkillScanner.rulesVersion
            )
        else { return [] }
        return stored.report.blocking(try WaiverTable(connection).all(digest: digest), at: now)
    }

    /// The stored report of a version, made now where there is none.
    ///
    /// - Throws: ``StoreError``, ``BundleShelf/Trouble``
    func scan(_ skill: String, version: Int, digest: String) async throws -> ScanTable.Stored {
        if let stored = try await stored(digest) { return stored }
        let report = try await bundles.withBundle(skill, version: version, digest: digest) { bundle in
            await Self.report(on: bundle)
        }
        return try await save(report)
    }

    /// Why a bundle must not be sent to a provider now; nil when it may.
    func failure(blocking bundle: SkillBundle) async -> ProviderFailure? {
        do {
            guard try await verdict(on: bundle) == .blocked else { return nil }
            let moment = now()
            let findings = try await database.read { try self.blocking(bundle.digest, $0, at: moment) }
            return findings.isEmpty ? nil : ProviderFailure(.scanBlocked, findings.whyBlocked.english)
        } catch {
            // What cannot be asked is not sent; the task is tried again later.
            return ProviderFailure(.providerUnavailable, "The database could not be read.", isOurs: true)
        }
    }

    private func verdict(on bundle: SkillBundle) async throws -> ScanReport.Verdict {
        if let known = known(bundle.digest) { return known }
        if let stored = try await stored(bundle.digest) { return stored.report.verdict }
        return try await save(await Self.report(on: bundle)).report.verdict
    }

    private func stored(_ digest: String) async throws -> ScanTable.Stored? {
        let stored = try await database.read { connection in
            try ScanTable(connection).find(digest: digest, rulesVersion: SkillScanner.rulesVersion)
        }
        if let stored { note(stored.report) }
        return stored
    }

    private func save(_ report: ScanReport) async throws -> ScanTable.Stored {
        let moment = now()
        let stored = try await database.write { connection in
            let table = ScanTable(connection)
            try table.save(report, at: moment)
            // Another node may have been first: its report counts.
            return try table.find(digest: report.digest, rulesVersion: report.rulesVersion)
        }
        guard let stored else { throw StoreError.conflict }
        note(stored.report)
        return stored
    }

    /// Away from whoever waits for other things.
    @concurrent
    private static func report(on bundle: SkillBundle) async -> ScanReport {
        let skill = SkillInspection.inspect(UnpackedSkill(files: bundle.files, topFolder: bundle.name))
        return SkillScanner.scan(bundle.files, manifest: skill.manifest, digest: bundle.digest)
    }
}
