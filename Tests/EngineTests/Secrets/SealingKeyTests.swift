import Contract
import Domain
import Testing

@testable import Engine

/// SEC-06: the keys that stored credentials are sealed with.
@Suite struct SealingKeyTests {
    private let key = SealingKey.make()
    private let secret = Secret("a key of a vendor")

    private let alpha = holder("alpha")
    private let beta = holder("beta")

    private static func holder(_ id: ProviderID, at address: String? = nil) -> CredentialHolder {
        CredentialHolder(id, ProviderSettings(kind: .http, displayName: "A", baseURL: address))
    }

    private func sealed(_ secret: Secret, of holder: CredentialHolder? = nil, with key: SealingKey) throws
        -> SealedCredential
    {
        try key.seal(secret, of: holder ?? alpha, at: ManualClock.start, by: "ann")
    }

    @Test func whatIsSealedOpensAgainAndShowsNothing() throws {
        let credential = try sealed(secret, with: key)
        #expect(try key.open(credential, of: alpha) == secret)
        #expect(credential.keyID == key.id)
        #expect(credential.bytes.count == 12 + secret.text.utf8.count + 16)
        #expect(!String(decoding: credential.bytes, as: UTF8.self).contains("vendor"))
        #expect(!"\(credential)".contains("vendor"))
    }

    /// The nonce is new each time, so equal secrets look different; their fingerprints do not.
    @Test func theSameSecretTwiceIsSealedDifferently() throws {
        let all = try (0..<64).map { _ in try sealed(secret, with: key) }
        #expect(Set(all.map(\.bytes)).count == all.count)
        #expect(Set(all.map { $0.bytes.prefix(12) }).count == all.count)
        #expect(Set(all.map(\.fingerprint)).count == 1)
    }

    @Test func aFingerprintIsOfNoUseWithoutTheKeyAndTellsProvidersApart() throws {
        let one = try sealed(secret, with: key)
        #expect(try sealed(Secret("another"), with: key).fingerprint != one.fingerprint)
        #expect(try sealed(secret, of: beta, with: key).fingerprint != one.fingerprint)
        #expect(try sealed(secret, with: .make()).fingerprint != one.fingerprint)
    }

    @Test func aRowInAnothersPlaceDoesNotOpen() throws {
        let credential = try sealed(secret, with: key)
        #expect(throws: KeyTrouble.altered) { try key.open(credential, of: beta) }
        #expect(throws: KeyTrouble.altered) { try SealingKey.make().open(credential, of: alpha) }
    }

    /// Whoever changes only the address has the key sent nowhere.
    @Test func aKeyOpensForTheAddressItWasGivenForAlone() throws {
        let home = Self.holder("alpha", at: "https://api.example.com/v1")
        let credential = try sealed(secret, of: home, with: key)
        #expect(
            try key.open(credential, of: Self.holder("alpha", at: "HTTPS://API.example.com/v2")) == secret
        )
        for address in [
            "http://api.example.com", "https://api.example.com:8443", "https://evil.example.com", nil,
        ] {
            #expect(throws: KeyTrouble.altered) {
                try key.open(credential, of: Self.holder("alpha", at: address))
            }
        }
    }

    @Test func everyChangedByteIsNoticed() throws {
        let credential = try sealed(secret, with: key)
        for index in credential.bytes.indices {
            var bytes = credential.bytes
            bytes[index] ^= 1
            let altered = SealedCredential(
                bytes: bytes,
                keyID: credential.keyID,
                fingerprint: credential.fingerprint,
                setAt: credential.setAt,
                setBy: credential.setBy
            )
            #expect(throws: KeyTrouble.altered) { try key.open(altered, of: alpha) }
        }
        for count in [0, 1, 12, 27, credential.bytes.count - 1] {
            let short = SealedCredential(
                bytes: Array(credential.bytes.prefix(count)),
                keyID: credential.keyID,
                fingerprint: credential.fingerprint,
                setAt: credential.setAt,
                setBy: credential.setBy
            )
            #expect(throws: KeyTrouble.altered) { try key.open(short, of: alpha) }
        }
    }

    @Test func aKeyIsReadAsItWasWrittenAndNothingElseIs() throws {
        let again = try #require(SealingKey(base64: key.base64))
        #expect(again.id == key.id)
        #expect(try again.open(try sealed(secret, with: key), of: alpha) == secret)
        #expect(SealingKey(base64: "") == nil)
        #expect(SealingKey(base64: "c2hvcnQ=") == nil)
        #expect(SealingKey(base64: "not base64 at all") == nil)
        let other = SealingKey.make()
        let text = "\(key.base64),\n \(other.base64)\n"
        #expect(GivenKeys(text: text)?.keys().map(\.id) == [key.id, other.id])
        #expect(GivenKeys(text: "\(key.base64) short") == nil)
        #expect(GivenKeys(text: " ") == nil)
        #expect(!"\(key) \(String(reflecting: key))".contains(key.base64))
    }

    @Test func aSecretIsNeverPrinted() {
        var text = "\(secret) \(String(reflecting: secret)) \([secret]) \(Optional(secret) as Any)"
        dump(secret, to: &text)
        dump(CredentialRequest(secret), to: &text)
        #expect(!text.contains("vendor"))
        #expect(text.contains("[secret]"))
    }
}
