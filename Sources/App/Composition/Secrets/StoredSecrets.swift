import Contract
import Engine
import FoundationEssentials
import Store

/// The sealed credentials of a database, for commands that look after their keys.
struct StoredSecrets {
    let location: Configuration.DatabaseLocation
    let keys: SecretKeys

    /// - Throws: ``CommandRefusal``
    func use<Result>(_ body: (CredentialRotation) async throws -> Result) async throws -> Result {
        if case .sqlite(let path) = location, !FileManager.default.fileExists(atPath: path) {
            throw CommandRefusal.noDatabase(path)
        }
        do {
            let database = try Databases.open(location, connections: 1)
            let rotation = CredentialRotation(database, keys: keys.store, now: Clock.now)
            return try await Databases.closing(database) { try await body(rotation) }
        } catch let error as StoreError {
            throw CommandRefusal(error, about: "The stored credentials cannot be reached")
        } catch let trouble as KeyTrouble {
            throw CommandRefusal(trouble.sentence, next: trouble.nextStep)
        }
    }
}

extension KeyTrouble {
    fileprivate var nextStep: String {
        switch self {
        case .noKey: "Name them with SKILLYARD_SECRETS_KEY or --secrets-key-file, as the servers do."
        case .given:
            "Put a new key before the others in SKILLYARD_SECRETS_KEY, start every node with it, and run this again; "
                + "take keys that are no longer used out of it."
        case .missing, .altered: "See `skillyard secrets status`."
        case .nothingStored: "There is nothing to do."
        case .busy: "Wait until it has ended, and run this again."
        case .unusable: "Mend that and run this again."
        }
    }
}
