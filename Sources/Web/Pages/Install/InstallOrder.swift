import Contract
import Requests

/// What somebody wants to be installed or removed, as addresses and forms carry it.
///
/// A skill is written `name` for its newest version or `name@3` for that one.
struct InstallOrder: Equatable, Sendable {
    var kind: RunKind
    var skills: [RunRequest.Selection]
    var providers: [ProviderID]
    var reason: String?
    var manner: InstallManner

    init(_ fields: FormFields) {
        kind = fields["kind"] == RunKind.uninstall.rawValue ? .uninstall : .install
        var selections = fields.all("skill").compactMap(Self.selection)
        if let version = fields["version"].flatMap(Grammar.versionNumber), selections.count == 1 {
            selections = selections.map { RunRequest.Selection(name: $0.name, version: version) }
        }
        var names: Set<String> = []
        skills = selections.filter { names.insert($0.name).inserted }
        var ids: Set<ProviderID> = []
        providers = fields.all("provider").map { ProviderID(rawValue: $0) }
            .filter { $0.isWellFormed && ids.insert($0).inserted }
        reason = fields["reason"]
        manner = InstallManner(fields)
    }

    private static func selection(_ text: String) -> RunRequest.Selection? {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard let name = parts.first, Grammar.isSkillName(name) else { return nil }
        guard parts.count == 2 else { return RunRequest.Selection(name: name) }
        return Grammar.versionNumber(parts[1]).map { RunRequest.Selection(name: name, version: $0) }
    }

    func request(planHash: String?) -> RunRequest {
        RunRequest(
            kind: kind,
            skills: skills,
            providers: providers,
            reason: reason,
            planHash: planHash,
            startAt: manner.startAt,
            waves: manner.waves
        )
    }

    /// The form with everything chosen as it is here.
    var address: Address {
        var address = Address("/install", ["kind": kind == .install ? nil : kind.rawValue])
        for skill in skills { address = address.adding("skill", skill.text) }
        for provider in providers { address = address.adding("provider", provider.rawValue) }
        return manner.adding(to: address.with("reason", reason))
    }
}

extension RunRequest.Selection {
    /// As ``InstallOrder`` reads it.
    var text: String { version.map { "\(name)@\($0)" } ?? name }
}
