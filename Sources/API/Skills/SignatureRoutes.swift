package import Contract
import Hummingbird
package import Requests

extension APISite {
    static let signVersion: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (name, number) = (try call.skillName(), try call.versionNumber())
        let signature = try await call.body(as: SkillSignature.self)
        return try call.json(try await plane.sign(version: number, of: name, with: signature))
    }

    static let listSigners: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.signers(of: try call.skillName()))
    }

    static let acceptSigner: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let name = try call.skillName()
        let acceptance = try await call.body(as: SignerAcceptance.self)
        return try call.json(try await plane.acceptSigner(acceptance, of: name))
    }
}

extension SkillSignature: Readable {
    package init?(reading object: inout ObjectReader) {
        let format = object.requiredText("format", 1...100)
        let name = object.requiredText("name", 1...64)
        let digest = object.requiredText("digest", 64...64)
        let publicKey = object.requiredText("public_key", 44...44)
        let signature = object.requiredText("signature", 88...88)
        if let format, format != Self.format {
            object.note("format", .choice, "\"\(Self.format)\" is expected.")
            return nil
        }
        guard format != nil, let name, let digest, let publicKey, let signature else { return nil }
        self.init(name: name, digest: digest, publicKey: publicKey, signature: signature)
    }
}

extension SignerAcceptance: Readable {
    package init?(reading object: inout ObjectReader) {
        let version = object.require("version") ? object.integer("version", 1...Grammar.maximumVersion) : nil
        let name = object.requiredText("name", 1...100)
        let reason = object.requiredText("reason", 1...1000)
        guard let version, let name, let reason else { return nil }
        self.init(version: version, name: name, reason: reason)
    }
}
