package import Contract

extension AlertCondition {
    /// Whether it sees everything that another one saw, so that it also sees when that is over.
    ///
    /// Thresholds do not matter: whatever is measured is measured by each of them.
    package func looks(asWideAs other: AlertCondition) -> Bool {
        guard kind == other.kind, provider == nil || provider == other.provider else { return false }
        switch (self, other) {
        case (.targetFailed(_, let codes), .targetFailed(_, let others)):
            return codes.cover(others)
        case (.runFailed(let outcomes, _, let codes), .runFailed(let otherOutcomes, _, let others)):
            return codes.cover(others) && Set(outcomes).isSuperset(of: otherOutcomes)
        default: return true
        }
    }
}

extension [FailureCode] {
    /// No codes stand for all of them.
    fileprivate func cover(_ others: [FailureCode]) -> Bool {
        isEmpty || !others.isEmpty && Set(self).isSuperset(of: others)
    }
}
