import Contract
import Domain
import Store

extension CredentialRotation {
    /// Seals every address of a channel with a key.
    ///
    /// - Returns: How many were, and the channels whose address could not be opened, as `channel:` and their id.
    func resealChannels(with key: SealingKey) async throws -> (resealed: Int, unopened: [String]) {
        let (vault, now) = (CredentialVault(store), now())
        var (resealed, unopened, after) = (0, [String](), ChannelID(rawValue: ""))
        while true {
            let reached = after
            let batch = try await database.write { connection in
                let table = ChannelTable(connection)
                let found = try table.sealed(otherThanWith: key.id, after: reached, limit: Self.batch)
                var lost: [ChannelID] = []
                for channel in found {
                    let holder = CredentialHolder(channel.id, channel.settings.kind)
                    let new = channel.sealed.flatMap { Self.resealed($0, of: holder, from: vault, with: key) }
                    if let new { try table.reseal(channel.id, new) } else { lost.append(channel.id) }
                }
                if found.count > lost.count {
                    let detail = ["channels": String(found.count - lost.count)]
                    let entry = Self.entry("credential.rotate", key.id, detail)
                    try AuditTable(connection).append([entry], at: now)
                }
                return (found: found.map(\.id), lost: lost)
            }
            guard let last = batch.found.last else { return (resealed, unopened) }
            resealed += batch.found.count - batch.lost.count
            unopened += batch.lost.map { "channel:\($0)" }
            after = last
        }
    }
}
