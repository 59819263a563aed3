import Proofs
import Testing

/// Made by OpenSSL 3: `genpkey -algorithm ed25519`, `pkey -pubout`, `pkeyutl -sign -rawin`.
enum OpenSSL {
    static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIDoS73Z9XwOJW/GYB4lKHnt6ZiHigA9ucQOEKL57Djg9
        -----END PRIVATE KEY-----

        """
    static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAmhBnOs+KdURcLGBRVXp5IE8YUKvql4lnLYwzbPGINJ4=
        -----END PUBLIC KEY-----

        """
    static let id = "5d5c2160b447d5e33b832b92aec57810e92466223f9e0ebd5edd0d89e59e5055"
    static let text = "what was signed\n"
    static let signature =
        "Zt3hEuPLEE1hzguPCMWp4o1s6wm1QWIJB0h9iRn8N5H+13j11j+OY1yY4kE1BtkpEfyRJv0ZWSxOYIuvsmyXBg=="
}

@Suite struct KeyTests {
    @Test func keysAndSignaturesAreThoseOfOpenSSL() throws {
        let key = try SigningKey(pem: OpenSSL.privateKey)
        #expect(key.pem == OpenSSL.privateKey)
        #expect(key.publicKey.pem == OpenSSL.publicKey)
        #expect(key.publicKey.id == OpenSSL.id)
        #expect(try PublicKey(pem: OpenSSL.publicKey) == key.publicKey)
        #expect(key.publicKey.hasSigned(OpenSSL.text, as: OpenSSL.signature))
        #expect(key.publicKey.hasSigned(OpenSSL.text, as: try key.signature(over: OpenSSL.text)))
    }

    @Test func anotherTextKeyOrSignatureDoesNotFit() throws {
        let key = try PublicKey(pem: OpenSSL.publicKey)
        #expect(!key.hasSigned("what was signed", as: OpenSSL.signature))
        #expect(!(try SigningKey.make().publicKey.hasSigned(OpenSSL.text, as: OpenSSL.signature)))
        #expect(!key.hasSigned(OpenSSL.text, as: ""))
        // The last digit before the padding has bits that say nothing; nobody may change them unseen.
        #expect(!key.hasSigned(OpenSSL.text, as: OpenSSL.signature.replacing("Bg==", with: "Bh==")))
    }

    @Test(arguments: [
        "", "no key", OpenSSL.publicKey,
        OpenSSL.privateKey.replacing("MC4C", with: "MC4D"),
        OpenSSL.privateKey.replacing("PRIVATE KEY", with: "EC PRIVATE KEY"),
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIDoS\n-----END PRIVATE KEY-----\n",
    ])
    func whatIsNoPrivateKeyIsRefused(_ text: String) {
        #expect(throws: KeyFault.unreadable) { try SigningKey(pem: text) }
    }

    @Test func whatIsNoPublicKeyIsRefused() {
        #expect(throws: KeyFault.unreadable) { try PublicKey(pem: OpenSSL.privateKey) }
        #expect(PublicKey(base64: "AAAA") == nil)
        #expect(PublicKey(base64: "?") == nil)
        #expect(PublicKey.isID(OpenSSL.id))
        #expect(!PublicKey.isID(OpenSSL.id.uppercased()))
        #expect(!PublicKey.isID("key.pem"))
    }
}
