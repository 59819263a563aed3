import Bundles
import Contract
import Domain
import Store

/// Finds out, inside one transaction, which targets take an approval and why.
///
/// A provider without a rule costs nothing: nothing is read for it.
struct ApprovalRules {
    /// One version on one provider.
    struct Place {
        let skill: InstallableVersion
        let provider: Provider
        let signing: SignatureTable.Signing?
    }

    private struct Content {
        let runnable: [String]
        let scan: ApprovalRisk.Scan
        let owner: String?
    }

    private struct Pair: Hashable {
        let owner: String
        let provider: ProviderID
    }

    let connection: any Connection
    private let scans: ScanShelf
    /// What was found out already: a run has many targets and few versions.
    private var contents: [RunRequest.Selection: Content] = [:]
    private var isNew: [Pair: Bool] = [:]
    /// Versions that tasks are for; nil where one is gone.
    var versions: [RunRequest.Selection: Version?] = [:]

    init(_ connection: any Connection, scans: ScanShelf) {
        self.connection = connection
        self.scans = scans
    }

    /// - Parameters:
    ///   - target: Of a plan.
    ///   - kind: Of the run.
    ///   - signing: Of the target's skill, if it was ever signed.
    /// - Returns: Why it takes an approval; nothing where nothing is going to be changed, whatever goes before it.
    /// - Throws: ``RunPlanner/MissingVerdicts``; ``StoreError``
    mutating func reasons(
        for target: RunPlanner.Target,
        _ kind: RunKind,
        _ signing: SignatureTable.Signing?
    ) throws -> [Finding] {
        switch target.view.action {
        case .blocked: return []
        case .skip:
            // Whether there is anything to change is found out only when it has its turn.
            guard target.provider.settings.approval != .none,
                try TaskTable(connection).hasOpenTask(
                    for: target.skill.skillID,
                    on: target.provider.id,
                    orHeld: true
                )
            else { return [] }
        case .create, .newVersion, .repair, .remove: break
        }
        return try reasons(
            for: kind,
            at: Place(skill: target.skill, provider: target.provider, signing: signing)
        )
    }

    /// The same for something that is known to change.
    mutating func reasons(for kind: RunKind, at place: Place) throws -> [Finding] {
        let settings = place.provider.settings
        let always: [Finding] = settings.approval == .always ? [.alwaysApproved(place.provider.id)] : []
        // What stood there before was let in before; and nothing that is removed can do harm any more.
        guard settings.approval != .none, kind != .rollback else { return [] }
        guard kind == .install else { return always }
        return always + (try risk(of: place)).reasons
    }

    private mutating func risk(of place: Place) throws -> ApprovalRisk {
        let content = try content(of: place.skill)
        return ApprovalRisk(
            skill: place.skill.name,
            version: place.skill.version,
            provider: place.provider.id,
            scan: content.scan,
            runnable: content.runnable,
            signer: Self.signer(at: place),
            newNamespace: try content.owner.flatMap { owner in
                try isNew(Pair(owner: owner, provider: place.provider.id)) ? owner : nil
            }
        )
    }

    private mutating func content(of skill: InstallableVersion) throws -> Content {
        let selection = RunRequest.Selection(name: skill.name, version: skill.version)
        if let known = contents[selection] { return known }
        guard let verdict = scans.known(skill.digest) else {
            throw RunPlanner.MissingVerdicts(pairs: [], unscanned: [skill])
        }
        guard let files = try SkillTable(connection).version(skill.version, of: skill.name)?.files else {
            throw StoreError.corrupt("the files of \(skill.name)@\(skill.version)")
        }
        let scan: ApprovalRisk.Scan =
            switch verdict {
            case .clean: .clean
            case .warned: .warned
            case .blocked: .waived
            }
        let owner = try SkillTable(connection).owner(named: skill.name)
        let content = Content(runnable: RunnableFiles.paths(among: files), scan: scan, owner: owner)
        contents[selection] = content
        return content
    }

    private mutating func isNew(_ pair: Pair) throws -> Bool {
        if let known = isNew[pair] { return known }
        let found = try !SkillTable(connection).hasInstalled(of: pair.owner, on: pair.provider)
        isNew[pair] = found
        return found
    }

    /// A key that was accepted only because it was a skill's first is not known: whoever registers a skill chooses it.
    private static func signer(at place: Place) -> ApprovalRisk.Signer {
        guard let signing = place.signing, let signature = signing.signatures[place.skill.version] else {
            return .none
        }
        return signing.isVouchedFor(signature.keyID) ? .known : .new(signature.keyID)
    }
}

extension SignatureTable.Signing {
    /// Whether an approver accepted the key; the first one of a skill is accepted by itself, with its signature.
    fileprivate func isVouchedFor(_ keyID: String) -> Bool {
        guard let signer = signers.first(where: { $0.keyID == keyID }) else { return false }
        return !signatures.values.contains {
            $0.keyID == keyID && $0.addedAt == signer.acceptedAt && $0.addedBy == signer.acceptedBy
        }
    }
}
