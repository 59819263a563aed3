import Contract
import Testing

@testable import Messaging

@Suite struct SignatureTests {
    /// The example of the specification, and figures of Python's hmac.
    @Test(
        "webhooks are signed as the Standard Webhooks ask",
        arguments: [
            (
                "msg_p5jXN8AQM9LWM0D4loKWxJek", Int64(1_614_265_330), #"{"test": 2432232314}"#,
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            ),
            (
                "019abce0-0003-7a3b-8c4d-5e6f70819c01", 1_795_700_000, "안녕",
                "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "v1,rK40iEj4kg2mwewiOeMifDVtr3W4tozry0cNKjYurYk="
            ),
        ]
    )
    func signs(_ id: String, _ seconds: Int64, _ body: String, _ secret: String, _ signature: String) throws {
        let headers = try #require(
            WebhookSignature.headers(
                id: id,
                at: Timestamp(microseconds: seconds * 1_000_000 + 999_999),
                body: Array(body.utf8),
                secret: Secret(secret)
            )
        )
        #expect(headers.map(\.0) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(headers.map(\.1) == [id, String(seconds), signature])
    }

    @Test(arguments: ["", "whsec_%%", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    func whatIsNoSecretSignsNothing(_ secret: String) {
        let headers = WebhookSignature.headers(
            id: "a",
            at: Timestamp(microseconds: 0),
            body: [],
            secret: Secret(secret)
        )
        #expect(headers == nil)
    }
}
