package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func sign(
        version number: Int,
        of skill: String,
        with signature: SkillSignature
    ) async throws(Problem) -> SkillVersionView {
        let path = Address.path("api", "skills", skill, "versions", String(number), "signature")
        return try await send(try .send(.PUT, path, signature))
    }

    package func signers(of skill: String) async throws(Problem) -> Page<SkillSignerView> {
        try await send(.get(Address.path("api", "skills", skill, "signers")))
    }

    package func acceptSigner(_ acceptance: SignerAcceptance, of skill: String) async throws(Problem)
        -> Page<SkillSignerView>
    {
        try await send(try .send(.POST, Address.path("api", "skills", skill, "signers"), acceptance))
    }
}
