import ArgumentParser
import Bundles
import Contract
import Domain
import FoundationEssentials
import Proofs

struct SkillKeygenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Make an Ed25519 key to sign skills with: FILE for you alone, FILE.pub for everybody."
    )

    @Argument(help: ArgumentHelp("Where to; existing files are not replaced.", valueName: "file"))
    var file: String

    func run() async throws {
        let console = try CommandContext.required().console
        let key = try SigningKey.make()
        try NewFile.write(Array(key.pem.utf8), to: file, mode: 0o600)
        try NewFile.write(Array(key.publicKey.pem.utf8), to: file + ".pub", mode: 0o644)
        console.print(key.publicKey.id)
        console.note(
            "\(file.terminalSafe) signs; give \(file.terminalSafe).pub, or the id above, to whoever checks."
        )
    }
}

struct SkillSignCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a registered version.",
        discussion: """
            The content is downloaded and its digest recomputed, so what is signed is what the server has. To sign \
            what you have, use `skill add --key`.
            """
    )

    @Argument(help: ArgumentHelp("The version.", valueName: "name@version"))
    var skill: RunRequest.Selection
    @Option(help: ArgumentHelp("PEM file with your Ed25519 private key.", valueName: "file"))
    var key: String
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if skill.version == nil { throw ValidationError("Name the version: \(skill.name)@1.") }
    }

    func run(_ session: Session) async throws {
        let key = try SigningKey(file: self.key)
        let archive = try await session.plane.archive(ofVersion: skill.version ?? 0, of: skill.name)
        let files: [BundleFile]
        do throws(ArchiveRefusal) { files = try BundlePacking.unpack(archive.bytes) } catch {
            throw Problem(.invalidArchive, "The server sent no archive that can be unpacked.")
        }
        let statement = SkillStatement(name: skill.name, files: files.map(BundleFileView.init(of:)))
        guard statement.digest == archive.digest else {
            throw Problem(.internal, "The server sent content that does not have the digest it names.")
        }
        let signed = try await session.plane.sign(
            version: skill.version ?? 0,
            of: skill.name,
            with: try statement.signed(with: key)
        )
        try session.show(signed) { console in
            console.print("Signed \(signed.skill)@\(signed.version) with \(key.publicKey.id)".terminalSafe)
        }
    }
}

struct SkillSignersCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "signers",
        abstract: "List whose signature a skill may have, or accept another signer."
    )

    @Argument(help: "The skill; with @version and --accept, whose signer is accepted.")
    var skill: RunRequest.Selection
    @Flag(help: "Accept whoever signed that version; one without a signature is accepted alone.")
    var accept = false
    @Option(help: ArgumentHelp("With --accept: what the signer is called.", valueName: "text"))
    var name: String?
    @Option(help: ArgumentHelp("With --accept: why, for the history.", valueName: "text"))
    var reason: String?
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard accept else { return }
        if skill.version == nil { throw ValidationError("Name the version: \(skill.name)@1.") }
        if name == nil || reason == nil { throw ValidationError("--accept takes --name and --reason.") }
    }

    func run(_ session: Session) async throws {
        let signers =
            if accept {
                try await session.plane.acceptSigner(
                    SignerAcceptance(version: skill.version ?? 0, name: name ?? "", reason: reason ?? ""),
                    of: skill.name
                )
            } else {
                try await session.plane.signers(of: skill.name)
            }
        try session.show(signers, empty: "No version of it was ever signed.") { _ in
            Table(
                "signer",
                "key",
                "accepted by",
                "when",
                "reason",
                rows: signers.items.map { signer in
                    [
                        signer.name,
                        signer.keyID.map { String($0.prefix(16)) } ?? "none, version \(signer.version ?? 0)",
                        signer.acceptedBy, signer.acceptedAt.toTheSecond, signer.reason,
                    ]
                }
            )
        }
    }
}

extension SigningKey {
    /// From a file of this machine.
    ///
    /// - Throws: ``Problem`` when there is none.
    init(file path: String) throws(Problem) {
        do {
            let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            self = try SigningKey(pem: text)
        } catch {
            throw Problem(
                file: path,
                "It holds no Ed25519 private key in PEM that can be read.",
                fix: "`skillyard skill keygen` makes one."
            )
        }
    }
}

extension BundleFileView {
    /// As it is told of a file with its content.
    init(of file: BundleFile) {
        self.init(
            path: file.path,
            size: file.content.count,
            sha256: BundleDigest.sha256(file.content),
            executable: file.isExecutable
        )
    }
}

extension SkillUpload {
    /// The same upload with a signature over its content.
    ///
    /// - Throws: ``Problem`` when the content is no skill that could be signed.
    func signed(with key: SigningKey) throws(Problem) -> SkillUpload {
        let skill: InspectedSkill
        do throws(ArchiveRefusal) { skill = SkillInspection.inspect(try SkillIntake.read(content)) } catch {
            throw Problem(.invalidArchive, error.message)
        }
        guard let name = skill.name else {
            throw Problem(.invalidSkill, "It has no name that could be signed.")
        }
        let statement = SkillStatement(name: name, files: skill.files.map(BundleFileView.init(of:)))
        do throws(KeyFault) {
            return SkillUpload(
                content: content,
                filename: filename,
                tags: tags,
                signature: try statement.signed(with: key)
            )
        } catch {
            throw Problem(.internal, "The key does not sign.")
        }
    }
}
