import Contract
import Domain
import Testing

/// One adapter as the conformance suite sees it: how to make it, what its provider can do, what is there.
struct AdapterUnderTest: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kind: ProviderKind
    let capabilities: ProviderCapabilities
    /// Makes it anew over what its provider holds.
    let adapter: @Sendable (Bench) throws -> any ProviderAdapter
    /// What the provider holds under any name.
    let held: @Sendable (Bench) throws -> [(id: String, versions: Int)]

    static let all = ProviderKind.allCases.map { AdapterUnderTest($0) } + [.drawer]

    func work(_ bench: Bench, _ action: ProviderOrder.Action, task: String = "task-1") throws -> Work {
        Work(try adapter(bench), action, task: task, clock: bench.clock)
    }

    /// What stands there is the bundle; a provider that cannot be read back says so.
    func expect(
        _ bundle: SkillBundle,
        at remote: RemoteReference,
        of adapter: any ProviderAdapter
    ) async throws {
        if capabilities.readsBack {
            #expect(try await adapter.readBack(remote, skill: bundle.name) == bundle.files)
        } else {
            await #expect(throws: ProviderFailure.self) {
                try await adapter.readBack(remote, skill: bundle.name)
            }
        }
    }
}

extension AdapterUnderTest {
    init(_ kind: ProviderKind) {
        self.init(
            testDescription: kind.rawValue,
            kind: kind,
            capabilities: kind.capabilities,
            adapter: { try $0.adapter(kind) },
            held: { try $0.held(kind) }
        )
    }
}
