import AsyncHTTPClient
import Contract
import Domain
import NIOCore
import NIOHTTP1

/// Installs skills on an in-house registry that takes one POST.
///
/// The registry recognises a repetition by its `Idempotency-Key`, so nothing has to be recorded or looked up
/// before a request is sent again.
struct HTTPRegistryAdapter: ProviderAdapter {
    let kind = ProviderKind.http
    let sender: Sender
    /// For requests outside an order.
    let timeLimit: Duration

    func perform(
        _ order: ProviderOrder,
        journal: any StepJournal
    ) async throws(ProviderFailure) -> ProviderOutcome {
        guard order.mayWrite else {
            throw ProviderFailure(
                .outcomeUnknown,
                "It was canceled after it may have been sent; the registry cannot be asked."
            )
        }
        let deadline = NIODeadline.after(order.timeLimit)
        switch order.action {
        case .install(let bundle, _), .restore(let bundle, _, _):
            let reply = try await sender.send(Self.upload(bundle, task: order.task), by: deadline)
            let stored = try reply.decode(StoredSkill.self, from: .registry, after: .upload)
            return .done(RemoteReference(id: stored.id, version: stored.version))
        case .remove(_, let remote):
            _ = try await unlessGone { () async throws(ProviderFailure) in
                try await sender.send(Self.deletion(remote, task: order.task), by: deadline)
            }
            return .done(nil)
        }
    }

    func readBack(_ remote: RemoteReference, skill: String) async throws(ProviderFailure) -> [BundleFile] {
        throw ProviderFailure(.internal, "The registry does not hand out the content of skills.")
    }

    func inventory() async throws(ProviderFailure) -> [RemoteSkill] {
        throw ProviderFailure(.internal, "The registry does not say what it holds.")
    }

    func check() async throws(ProviderFailure) {
        do {
            _ = try await sender.send(.get("/skills"), by: .after(timeLimit))
        } catch {
            // It need not offer a list; that it answers and takes the credential is enough.
            guard [404, 405].contains(error.providerStatus) else { throw error }
        }
    }

    private static func upload(_ bundle: SkillBundle, task: TaskID) -> Outgoing {
        Outgoing(
            .upload,
            .POST,
            "/skills",
            headers: [
                ("content-type", "application/zip"), ("idempotency-key", task.rawValue),
                ("skill-name", percentEncoded(bundle.name)), ("skill-version", String(bundle.version)),
                ("digest-sha256", bundle.digest),
            ],
            body: .bytes(bundle.archive)
        )
    }

    private static func deletion(_ remote: RemoteReference, task: TaskID) -> Outgoing {
        Outgoing(
            .delete,
            .DELETE,
            "/skills/\(percentEncoded(remote.id))",
            headers: [("idempotency-key", task.rawValue)]
        )
    }
}

/// What the registry made of an upload.
private struct StoredSkill: Decodable {
    let id: String
    let version: String?

    enum CodingKeys: String, CodingKey {
        case id
        case version
    }

    /// Versions come as text or as a number.
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        // Not a number: then it is text or absent.
        if let number = try? values.decode(Int.self, forKey: .version) {
            version = String(number)
        } else {
            version = try values.decodeIfPresent(String.self, forKey: .version)
        }
    }
}
