/// A string identifier that cannot be passed where another type's identifier is expected.
package struct Identifier<Of>: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { rawValue }
}

extension Identifier: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension Identifier {
    /// A new identifier that sorts by its time of making (UUID version 7).
    package static func make(at now: Timestamp) -> Self {
        Self(rawValue: UUIDv7.make(at: now))
    }
}

extension Identifier where Of == ProviderView {
    /// Whether it has 1 to 64 characters of a-z, 0-9 and hyphens and starts with a letter.
    package var isWellFormed: Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard (1...64).contains(rawValue.utf8.count), let first = rawValue.utf8.first, letters.contains(first)
        else { return false }
        return rawValue.utf8.allSatisfy {
            letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-")
        }
    }
}

package typealias SkillID = Identifier<SkillView>
package typealias ProviderID = Identifier<ProviderView>
package typealias RunID = Identifier<RunView>
package typealias TaskID = Identifier<TaskView>
package typealias TokenID = Identifier<TokenView>
package typealias WaiverID = Identifier<ScanWaiver>
package typealias AccountID = Identifier<AccountView>
package typealias SessionID = Identifier<SessionView>
package typealias AlertID = Identifier<AlertView>
package typealias DriftFindingID = Identifier<DriftFindingView>
package typealias AlertRuleID = Identifier<AlertRuleView>
package typealias ChannelID = Identifier<ChannelView>
package typealias DeliveryID = Identifier<DeliveryView>
