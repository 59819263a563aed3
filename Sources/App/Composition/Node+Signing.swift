import Contract
import Engine
import Logging
import Proofs

/// The key that signs the audit log, and signing when a node starts and stops.
extension Node {
    func signingKey() throws -> SigningKey {
        let file = configuration.keyFile
        let what = "The key that signs the audit log, \(file.path),"
        do throws(KeyFile.Trouble) { return try file.key() } catch {
            let sentence =
                switch error {
                case .unreadable(let reason): "\(what) cannot be read: \(reason)."
                case .noKey: "\(what) is no Ed25519 private key in PEM."
                case .exposed: "\(what) can be read by everybody: take that right away with chmod o-rwx."
                case .unwritable(let reason): "\(what) cannot be made: \(reason)."
                }
            throw Problem(.unavailable, "\(sentence) See \(Setting.signingKeyFile.name).")
        }
    }

    /// Signs the audit log; what cannot be signed now is signed later.
    func sign(_ engine: Engine) async {
        do { try await engine.notary?.sign() } catch {
            logger.warning("the audit log was not signed", metadata: ["error": "\(error)"])
        }
    }
}
