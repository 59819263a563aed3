package import Contract

/// For how long a credential still holds, as alerts measure it.
package struct CredentialSpan: Equatable, Sendable {
    private static let day: Int64 = 86_400

    /// Of a credential that does not expire, as far as is known, or so late that no rule asks for it.
    package static let unending = CredentialSpan(seconds: Int64(AlertCondition.days.upperBound + 1) * day)

    /// Below zero when it has expired.
    package let seconds: Int64

    package init(seconds: Int64) {
        self.seconds = seconds
    }

    package init(from now: Timestamp, to end: Timestamp) {
        let left = CredentialSpan(seconds: (end - now).components.seconds)
        self = left.seconds < Self.unending.seconds ? left : .unending
    }

    /// Whole hours, begun ones among them: it is worth a fact when they change, as rules count days.
    package var hours: Int64 { seconds > 0 ? (seconds + 3599) / 3600 : seconds / 3600 }

    /// What is said of it; nil when it holds for longer than so many days.
    package func warning(within days: Int) -> String? {
        guard seconds <= Int64(days) * Self.day else { return nil }
        guard seconds > 0 else { return "The credential has expired." }
        return "The credential expires within \(counted((seconds + Self.day - 1) / Self.day, "day"))."
    }
}
