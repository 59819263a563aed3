import Contract
import Domain
import Store

extension DriftCheckView {
    init(_ provider: Provider, _ entry: DriftCheckTable.Entry?, open: Int) {
        let entry = entry ?? DriftCheckTable.Entry()
        self.init(
            provider: provider.id,
            detection: provider.settings.kind.capabilities.driftDetection,
            open: open,
            askedAt: entry.askedAt,
            askedBy: entry.askedBy,
            startedAt: entry.startedAt,
            finishedAt: entry.finishedAt,
            outcome: entry.outcome,
            compared: entry.compared,
            verified: entry.verified,
            leftOut: entry.leftOut,
            others: entry.others,
            error: entry.error
        )
    }
}
