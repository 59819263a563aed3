/// Whether each provider would take one skill version, found out without asking them.
package struct PreflightMatrix: Codable, Equatable, Sendable {
    package let skill: String
    package let version: Int
    package let verdicts: [PreflightVerdict]

    package init(skill: String, version: Int, verdicts: [PreflightVerdict]) {
        self.skill = skill
        self.version = version
        self.verdicts = verdicts
    }
}

package struct PreflightVerdict: Codable, Equatable, Sendable {
    package enum Outcome: String, Codable, CaseIterable, Sendable {
        case accepted
        case acceptedWithWarnings = "accepted_with_warnings"
        case refused
    }

    package let provider: ProviderID
    package let outcome: Outcome
    package let findings: [Finding]

    package init(provider: ProviderID, outcome: Outcome, findings: [Finding]) {
        self.provider = provider
        self.outcome = outcome
        self.findings = findings
    }
}
