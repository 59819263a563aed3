import Bundles
import Contract
import FoundationEssentials
import Store
import StorePostgres
import StoreSQLite

/// Copies everything from one database into another one.
struct DatabaseCopy {
    let order: CopyOrder
    let progress: @Sendable (TransferProgress) -> Void

    /// - Throws: ``CommandRefusal``; nothing was copied then.
    func run() async throws -> TransferReport {
        guard order.source != order.target else {
            throw CommandRefusal("Source and target are the same database.", next: "Name another with --to.")
        }
        if case .sqlite(let path) = order.source {
            guard FileManager.default.fileExists(atPath: path) else { throw CommandRefusal.noDatabase(path) }
            if !order.isRehearsal, let process = DatabaseUse.process(using: path) {
                throw CommandRefusal.inUse("Process \(process) has the source open.")
            }
        }
        do {
            let source = try Databases.open(order.source, connections: 2, limits: Self.limits)
            return try await Databases.closing(source) { try await copy(from: source) }
        } catch let refusal as TransferRefusal {
            throw CommandRefusal(refusal)
        } catch let error as StoreError {
            throw CommandRefusal(error, about: "Nothing was copied")
        }
    }

    private func copy(from source: any Database) async throws -> TransferReport {
        if !order.isRehearsal, let sign = try await DatabaseUse.sign(on: source, at: Clock.now()) {
            throw CommandRefusal.inUse(sign)
        }
        let target = try Databases.open(order.target, connections: 2, limits: Self.limits)
        return try await Databases.closing(target) {
            let transfer = Transfer(from: source, to: target, bundleIsWhole: Self.isWhole, progress: progress)
            let report = try await transfer.run(asRehearsal: order.isRehearsal, at: Clock.now())
            try await (target as? SQLiteDatabase)?.gather()
            return report
        }
    }

    /// All of it passes in one transaction, and while the copy is compared the source's waits.
    private static let limits: PostgresLimits = {
        var limits = PostgresLimits()
        limits.statement = .seconds(3600)
        limits.transaction = .seconds(24 * 3600)
        // Each side waits for the other between its own statements.
        limits.silence = .seconds(3600)
        return limits
    }()

    /// Whether an archive is what was registered under its digest.
    private static func isWhole(_ digest: String, _ archive: [UInt8]) -> Bool {
        // What cannot be unpacked is not whole, whatever the reason.
        guard let files = try? BundlePacking.unpack(archive) else { return false }
        return BundleDigest.digest(of: files) == digest
    }
}
