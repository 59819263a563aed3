import Contract
import Foundation
import Proofs
import Testing

@Suite struct SkillStatementTests {
    private func sample() throws -> SkillVersionView {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/fixtures/signSkillVersion.json").standardized
        return try JSON.decode(SkillVersionView.self, from: [UInt8](try Data(contentsOf: url)))
    }

    /// The sample was made and signed by another program, in Python.
    @Test func theSampleOfTheContractIsSignedByItsKey() throws {
        let version = try sample()
        let signature = try #require(version.signature)
        let statement = SkillStatement(name: version.skill, files: version.files)
        #expect(statement.digest == version.digest)
        #expect(statement.text.hasPrefix("skillyard skill 1\nname release-notes\ndigest 94583ec7"))
        #expect(statement.isSigned(by: signature.publicKey, as: signature.signature))
        #expect(PublicKey(base64: signature.publicKey)?.id == signature.keyID)
    }

    @Test func anyOtherNameOrFileHasAnotherStatement() throws {
        let version = try sample()
        let signature = try #require(version.signature)
        func isSigned(_ name: String, _ files: [BundleFileView]) -> Bool {
            SkillStatement(name: name, files: files).isSigned(
                by: signature.publicKey,
                as: signature.signature
            )
        }
        #expect(isSigned("release-notes", version.files.reversed()), "the order they come in does not matter")
        #expect(!isSigned("other", version.files))
        #expect(!isSigned("release-notes", Array(version.files.dropLast())))
        for index in version.files.indices {
            let file = version.files[index]
            let other = String(file.sha256.reversed())
            for changed in [
                BundleFileView(
                    path: file.path + "x",
                    size: file.size,
                    sha256: file.sha256,
                    executable: file.executable
                ),
                BundleFileView(path: file.path, size: file.size, sha256: other, executable: file.executable),
                BundleFileView(
                    path: file.path,
                    size: file.size,
                    sha256: file.sha256,
                    executable: !file.executable
                ),
            ] {
                var files = version.files
                files[index] = changed
                #expect(!isSigned("release-notes", files))
            }
        }
    }

    @Test func aSignatureMadeHereFits() throws {
        let key = try SigningKey.make()
        let statement = SkillStatement(name: "demo", files: try sample().files)
        let signature = try statement.signed(with: key)
        #expect(signature.format == SkillSignature.format)
        #expect(signature.digest == statement.digest)
        #expect(statement.isSigned(by: signature.publicKey, as: signature.signature))
        #expect(!statement.isSigned(by: try SigningKey.make().publicKey.base64, as: signature.signature))
        #expect(!statement.isSigned(by: "", as: signature.signature))
    }
}
