/// How a number has changed against the span before, and whether that is good.
struct FigureChange: Equatable, Sendable {
    enum Direction: Sendable {
        case more
        case less
        /// More says nothing good or bad.
        case neither
    }

    enum Verdict: String, Sendable {
        case better
        case worse
        case more
        case fewer
        case same
    }

    let verdict: Verdict
    /// With its sign.
    let amount: String

    /// Nil when one of the two is not known: nothing is compared with nothing.
    ///
    /// - Parameters:
    ///   - current: The number of this span.
    ///   - previous: That of the span before.
    ///   - better: Which way is good.
    ///   - written: Writes the size of the change, which is never negative.
    init?(_ current: Int?, _ previous: Int?, better: Direction, written: (Int) -> String) {
        guard let current, let previous else { return nil }
        let (difference, overflow) = current.subtractingReportingOverflow(previous)
        guard !overflow, difference != .min else { return nil }
        guard difference != 0 else {
            (verdict, amount) = (.same, "±0")
            return
        }
        verdict =
            switch better {
            case .more: difference > 0 ? .better : .worse
            case .less: difference < 0 ? .better : .worse
            case .neither: difference > 0 ? .more : .fewer
            }
        amount = (difference > 0 ? "+" : "−") + written(abs(difference))
    }
}
