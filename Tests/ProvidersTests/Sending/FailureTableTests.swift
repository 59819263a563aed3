import AsyncHTTPClient
import Contract
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import Providers

@Suite struct FailureTableTests {
    private static let now = Timestamp("2026-11-22T10:00:00Z") ?? Timestamp(microseconds: 0)

    /// AD-02: each recorded refusal becomes exactly one code.
    @Test(arguments: RecordedReply.all)
    func aRecordedReplyBecomesItsCode(_ recorded: RecordedReply) async throws {
        try await withSender(recorded.vendor) { sender in
            let failure = sender.failure(
                status: recorded.status,
                error: VendorError(Array(recorded.body.utf8), from: recorded.vendor),
                headers: HTTPHeaders(recorded.headers),
                purpose: recorded.purpose
            )
            #expect(failure.code == recorded.code)
            #expect(failure.providerStatus == recorded.status)
            #expect(failure.vendorCode == recorded.vendorCode)
            #expect(failure.requestID == recorded.requestID)
            #expect(failure.retryAfter == recorded.retryAfter)
            #expect(failure.isRetryable == recorded.retryable)
        }
    }

    @Test func everyRowIsReachedByARecordedReply() {
        var reached: Set<Int> = []
        for reply in RecordedReply.all {
            let error = VendorError(Array(reply.body.utf8), from: reply.vendor)
            let index = FailureTable.rows.firstIndex {
                $0.fits(reply.vendor, status: reply.status, error: error, purpose: reply.purpose)
            }
            if let index { reached.insert(index) }
        }
        let unreached = FailureTable.rows.indices.filter { !reached.contains($0) }.map {
            FailureTable.rows[$0]
        }
        #expect(unreached.map(\.markdown) == [])
    }

    @Test func anUnreadableSuccessAfterAnUploadIsOfUnknownOutcome() {
        let reply = Reply(status: 200, headers: ["x-request-id": "req_1"], body: .init(string: "{"))
        for (purpose, code) in [(Outgoing.Purpose.upload, FailureCode.outcomeUnknown), (.read, .internal)] {
            let failure = #expect(throws: ProviderFailure.self) {
                try reply.decode(OpenAISkill.self, from: .openai, after: purpose)
            }
            #expect(failure?.code == code)
            #expect(failure?.requestID == "req_1")
        }
    }

    @Test func theVendorsWordsAreShownShortAndWithoutSecrets() async throws {
        let redaction = Redaction(secrets: ["hunter2hunter2"])
        #expect(redaction("Wrong key\nhunter2hunter2 and sk-abc.") == "Wrong key [redacted] and [redacted]")
        #expect(redaction("token=ya29abcdefghijklmnopqrstuvwxyz0123456789 no") == "[redacted] no")
        #expect(
            redaction("skill_01AbCdEfGhIjKlMnOpQrStUv is fine") == "skill_01AbCdEfGhIjKlMnOpQrStUv is fine"
        )
        #expect(redaction(String(repeating: "word ", count: 100))?.count == Redaction.longestMessage)
        #expect(redaction("\u{1}\n ") == nil)
    }

    /// SEC-06: a vendor that repeats the credential, however it writes it, does not get it into our records.
    @Test func aRepeatedCredentialIsFoundInEveryForm() throws {
        let secret = "canary/+&\"key'<0123"
        let redaction = Redaction(secrets: [secret])
        for before in ["", "a", "ab", "abc", "Bearer "] {
            for after in ["", "x", "xy"] {
                let whole = Data((before + secret + after).utf8)
                let base64 = whole.base64EncodedString()
                let urlSafe = base64.replacing("+", with: "-").replacing("/", with: "_")
                // What is left are the letters that hold a bit of what was around it: each stands for six.
                let begin = (before.utf8.count * 8 + 5) / 6
                let end = (before + secret).utf8.count * 8 / 6
                for text in [base64, urlSafe, urlSafe.replacing("=", with: "")] {
                    let left = text.prefix(begin) + "[redacted]" + text.dropFirst(end)
                    #expect(redaction("no \(text) no") == "no \(left) no")
                    #expect(redaction.isBroken(by: ByteBuffer(string: "{\"id\":\"\(text)\"}")))
                }
            }
        }
        let hex = secret.utf8.map { String($0, radix: 16) }.joined()
        let escaped = String(try JSON.text(secret).dropFirst().dropLast())
        for text in [secret, percentEncoded(secret), hex, hex.uppercased(), escaped] {
            #expect(redaction("no \(text) no") == "no [redacted] no")
            #expect(redaction.identifier("id-\(text)") == "id-[redacted]")
            #expect(redaction.isBroken(by: ByteBuffer(string: "{\"id\":\"\(text)\"}")))
        }
        let unicode = secret.utf8.map { "\\u00" + String($0, radix: 16) }.joined()
        #expect(redaction.isBroken(by: ByteBuffer(string: "{\"id\":\"\(unicode)\"}")))
        #expect(redaction("no \(percentEncoded(secret).lowercased()) no") == "no [redacted] no")
        // A mark that joins the last letter makes another character of it, and no other secret.
        #expect(redaction("no \(secret)\u{301} no")?.contains("canary") == false)
        #expect(!redaction.isBroken(by: ByteBuffer(string: "{\"id\":\"canary/+\"}")))
        // The simulators' key is a word that stands in every address of theirs.
        #expect(!Redaction(secrets: ["sandbox"]).isBroken(by: ByteBuffer(string: "projects/sandbox")))
    }

    @Test func anAnswerThatRepeatsTheCredentialIsNotRead() throws {
        let redaction = Redaction(secrets: ["hunter2hunter2hunter2"])
        let body = ByteBuffer(string: #"{"id":"hunter2hunter2hunter2","latest_version":"1"}"#)
        let reply = Reply(status: 200, headers: [:], body: body, redaction: redaction)
        for (purpose, code) in [(Outgoing.Purpose.read, FailureCode.internal), (.upload, .outcomeUnknown)] {
            let failure = #expect(throws: ProviderFailure.self) {
                try reply.decode([String: String].self, from: .openai, after: purpose)
            }
            #expect(failure?.code == code)
        }
    }

    @Test(arguments: [
        ("req_0123456789abcdef0123456789abcdef", "req_0123456789abcdef0123456789abcdef"),
        ("0190f3a2-7c1e-7b44-9d5e-3f2a1b0c9d8e", "0190f3a2-7c1e-7b44-9d5e-3f2a1b0c9d8e"),
        ("id-hunter2hunter2", "id-[redacted]"), ("sk-abcdef", "[redacted]"),
        ("  req_1\u{1B}[2J two", "req_1"), (" \u{7}ü", nil),
        (String(repeating: "r", count: 129), String(repeating: "r", count: 128)),
    ])
    func aRequestIDIsOneShortWordWithoutSecrets(_ sent: String, _ kept: String?) async throws {
        let secrets = ["hunter2hunter2"]
        let headers: HTTPHeaders = ["request-id": sent]
        try await withSender(.claude, secrets: secrets) { sender in
            let failure = sender.failure(status: 500, error: .init(), headers: headers, purpose: .read)
            #expect(failure.requestID == kept)
            var error = VendorError()
            error.requestID = sent
            #expect(sender.failure(status: 500, error: error, purpose: .read).requestID == kept)
        }
        let redaction = Redaction(secrets: secrets)
        let reply = Reply(status: 200, headers: headers, body: ByteBuffer(), redaction: redaction)
        let failure = #expect(throws: ProviderFailure.self) {
            try reply.decode(OpenAISkill.self, from: .claude, after: .read)
        }
        #expect(failure?.requestID == kept)
    }

    private func withSender(
        _ vendor: Vendor,
        secrets: [String] = [],
        _ body: (Sender) throws -> Void
    ) async throws {
        let client = HTTPClient(configuration: .providers)
        let service = try #require(ServiceURL("https://vendor.example"))
        let now = Self.now
        let result = Result {
            try body(
                Sender(client: client, vendor: vendor, service: service, secrets: secrets, now: { now })
            )
        }
        try await client.shutdown()
        try result.get()
    }
}
