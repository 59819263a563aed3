import Contract
import Domain
import NIOCore
import NIOHTTP1

/// Stands for whatever keeps an answer from being read.
private struct Unreadable: Error {}

/// A provider's answer, whole.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: ByteBuffer
    /// Of whoever sent the request.
    var redaction = Redaction(secrets: [])

    /// Reads the JSON of a successful answer; one that repeats the credential is not read.
    ///
    /// - Throws: ``ProviderFailure``: `internal`; after an upload `outcome_unknown`, because it happened but
    ///   what it became is not known.
    func decode<Value: Decodable>(
        _ type: Value.Type,
        from vendor: Vendor,
        after purpose: Outgoing.Purpose
    ) throws(ProviderFailure) -> Value {
        do {
            guard !redaction.isBroken(by: body) else { throw Unreadable() }
            return try JSON.decode(type, from: body.readableBytesView)
        } catch {
            throw ProviderFailure(
                purpose == .upload ? .outcomeUnknown : .internal,
                "\(vendor.title) answered \(status) with content that could not be read.",
                providerStatus: status,
                requestID: headers.first(name: vendor.requestIDHeader).flatMap { redaction.identifier($0) }
            )
        }
    }
}
