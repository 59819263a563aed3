package import Contract
import Domain

extension DriftFindingView {
    package init(_ finding: DriftFindingTable.Finding) {
        let drift = finding.drift
        self.init(
            id: finding.id,
            provider: finding.provider,
            skill: drift.skill,
            kind: drift.kind,
            expected: drift.expected.map {
                Side(version: $0.version, digest: $0.digest, remote: $0.remote)
            },
            found: drift.found.map { Side(version: $0.version, digest: $0.digest, remote: $0.remote) },
            acceptable: finding.resolvedAt == nil && drift.accepted != nil,
            firstSeen: finding.firstSeen,
            lastSeen: finding.lastSeen,
            resolvedAt: finding.resolvedAt,
            resolution: finding.resolution
        )
    }
}
