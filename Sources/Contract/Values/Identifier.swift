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

package typealias SkillID = Identifier<SkillView>
package typealias ProviderID = Identifier<ProviderView>
package typealias RunID = Identifier<RunView>
package typealias TaskID = Identifier<TaskView>
package typealias TokenID = Identifier<TokenView>
