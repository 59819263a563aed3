import Contract
import Crypto
import Domain
import FoundationEssentials

/// 32 random bytes that credentials are sealed with.
///
/// What they are used for is derived from them with HKDF-SHA256 (RFC 5869), one key for each purpose.
package struct SealingKey: Sendable, CustomStringConvertible {
    private let bytes: SymmetricKey
    /// 16 hexadecimal digits that follow from the key, and from which it does not follow.
    package let id: String

    private init(_ bytes: SymmetricKey) {
        self.bytes = bytes
        let derived = Self.derived(from: bytes, for: "key id", byteCount: 8)
        id = hexadecimal(unsafe derived.withUnsafeBytes { unsafe Array($0) })
    }

    /// Reads 32 bytes in base64; nil when it is anything else.
    package init?(base64 text: some StringProtocol) {
        guard let data = Data(base64Encoded: String(text)), data.count == 32 else { return nil }
        self.init(SymmetricKey(data: data))
    }

    package static func make() -> SealingKey { SealingKey(SymmetricKey(size: .bits256)) }

    /// As it is kept; a secret.
    package var base64: String {
        let data = unsafe bytes.withUnsafeBytes { unsafe Data($0) }
        return data.base64EncodedString()
    }

    package var description: String { "key \(id)" }

    /// Seals a credential, with a nonce of its own.
    func seal(
        _ secret: Secret,
        of holder: CredentialHolder,
        at moment: Timestamp,
        by name: String
    ) throws(KeyTrouble) -> SealedCredential {
        let box: AES.GCM.SealedBox
        do {
            box = try AES.GCM.seal(
                Array(secret.text.utf8),
                using: Self.derived(from: bytes, for: "sealing"),
                authenticating: context(holder)
            )
        } catch {
            throw .unusable("A credential could not be sealed.")
        }
        guard let combined = box.combined else { throw .unusable("A credential could not be sealed.") }
        return SealedCredential(
            bytes: Array(combined),
            keyID: id,
            fingerprint: fingerprint(secret, of: holder),
            setAt: moment,
            setBy: name
        )
    }

    /// - Throws: ``KeyTrouble/altered`` when it was sealed with another key, for another holder, or changed since.
    func open(_ credential: SealedCredential, of holder: CredentialHolder) throws(KeyTrouble) -> Secret {
        do {
            let text = try AES.GCM.open(
                try AES.GCM.SealedBox(combined: credential.bytes),
                using: Self.derived(from: bytes, for: "sealing"),
                authenticating: context(holder)
            )
            return Secret(String(decoding: text, as: UTF8.self))
        } catch {
            throw .altered
        }
    }

    /// What a sealed credential is bound to; no part can hold the separator.
    private func context(_ holder: CredentialHolder) -> [UInt8] {
        Array("skillyard \(holder.purpose.rawValue) 1\n\(holder.id)\n\(holder.origin)\n\(id)".utf8)
    }

    /// Keyed, so that a weak secret cannot be guessed from it.
    private func fingerprint(_ secret: Secret, of holder: CredentialHolder) -> String {
        // A channel may have the name of a provider.
        let name = holder.purpose == .provider ? holder.id : "\(holder.purpose.rawValue) \(holder.id)"
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(name)\n\(secret.text)".utf8),
            using: Self.derived(from: bytes, for: "fingerprint")
        )
        return hexadecimal(code.prefix(8))
    }

    private static func derived(
        from bytes: SymmetricKey,
        for purpose: String,
        byteCount: Int = 32
    ) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: bytes,
            info: Array("skillyard \(purpose) 1".utf8),
            outputByteCount: byteCount
        )
    }
}
