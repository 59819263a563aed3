package import Contract
package import Hummingbird

/// Reads the query of one request and notes everything that is wrong with it; faults point at `?name`.
package struct QueryReader {
    package private(set) var faults = FaultList()
    private var values: [String: String] = [:]
    private var known: Set<String> = []

    package init(_ request: Request) {
        for pair in request.uri.query?.split(separator: "&") ?? [] {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentEncoding.decode(parts[0], plusIsSpace: true)
            let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            guard let name, let value else {
                let shown = name.map { String($0.prefix(64)) } ?? ""
                faults.add("?\(shown)", .format, "Percent-encoded UTF-8 is expected.")
                if let name { known.insert(name) }
                continue
            }
            if values.updateValue(value, forKey: name) != nil {
                faults.add("?\(name.prefix(64))", .repeated, "Give it once.")
            }
        }
    }

    /// Absent and empty mean the same.
    package mutating func text(_ name: String, maximum: Int) -> String? {
        known.insert(name)
        guard let value = values[name], !value.isEmpty else { return nil }
        guard value.unicodeScalars.count <= maximum else {
            faults.add("?\(name)", .length, "At most \(maximum) characters are allowed.")
            return nil
        }
        guard Grammar.isPlain(value) else {
            faults.add("?\(name)", .format, "Control characters are not allowed.")
            return nil
        }
        return value
    }

    /// Empty when it is missing, which is a fault.
    package mutating func requiredText(_ name: String, maximum: Int) -> String {
        if values[name, default: ""].isEmpty { faults.add("?\(name)", .required, "It is required.") }
        return text(name, maximum: maximum) ?? ""
    }

    package mutating func choice<Choice>(_ name: String, of type: Choice.Type) -> Choice?
    where Choice: CaseIterable & RawRepresentable, Choice.RawValue == String {
        read(name, .choice, "One of \(names(of: type)) is expected.") { Choice(rawValue: $0) }
    }

    package mutating func time(_ name: String) -> Timestamp? {
        read(name, .format, "A time as in 2026-11-22T10:00:00Z (RFC 3339) is expected.") { Timestamp($0) }
    }

    package mutating func skillName(_ name: String) -> String? {
        read(name, .format, "A skill's name is expected: \(Grammar.skillNameRule)") {
            Grammar.isSkillName($0) ? $0 : nil
        }
    }

    package mutating func providerID(_ name: String) -> ProviderID? {
        read(name, .format, "A provider's id is expected: \(Grammar.providerIDRule)") {
            Grammar.isProviderID($0) ? ProviderID(rawValue: $0) : nil
        }
    }

    /// Formed like a provider's.
    package mutating func alertRuleID(_ name: String) -> AlertRuleID? {
        read(name, .format, "A rule's id is expected: \(Grammar.providerIDRule)") {
            Grammar.isProviderID($0) ? AlertRuleID(rawValue: $0) : nil
        }
    }

    /// Formed like a provider's.
    package mutating func channelID(_ name: String) -> ChannelID? {
        read(name, .format, "A channel's id is expected: \(Grammar.providerIDRule)") {
            Grammar.isProviderID($0) ? ChannelID(rawValue: $0) : nil
        }
    }

    package mutating func alertID(_ name: String) -> AlertID? {
        read(name, .format, "An alert's id is expected, a UUID in lower case.") {
            Grammar.isUUID($0) ? AlertID(rawValue: $0) : nil
        }
    }

    package mutating func runID(_ name: String) -> RunID? {
        read(name, .format, "A run's id is expected, a UUID in lower case.") {
            Grammar.isUUID($0) ? RunID(rawValue: $0) : nil
        }
    }

    package mutating func position(_ name: String) -> Int64? {
        read(name, .format, "The position of an event is expected.") {
            Int64($0).flatMap { $0 < 0 ? nil : $0 }
        }
    }

    package mutating func limit(in range: ClosedRange<Int>) -> Int? {
        read("limit", .range, "A whole number from \(range.lowerBound) to \(range.upperBound) is expected.") {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    package mutating func page() -> PageRequest {
        let limit = limit(in: 1...PageRequest.maximumLimit)
        return PageRequest(limit: limit ?? PageRequest().limit, cursor: text("cursor", maximum: 512))
    }

    /// - Throws: ``Problem`` with every fault found, among them parameters that nothing asked for.
    package mutating func finish() throws(Problem) {
        for name in values.keys.filter({ !known.contains($0) }).sorted() {
            let names = known.sorted().joined(separator: ", ")
            faults.add(
                "?\(name.prefix(64))",
                .unknown,
                known.isEmpty ? "No parameter is taken here." : "Known are \(names)."
            )
        }
        try faults.check()
    }

    private mutating func read<Value>(
        _ name: String,
        _ code: FaultCode,
        _ detail: String,
        _ convert: (String) -> Value?
    ) -> Value? {
        known.insert(name)
        guard let text = values[name], !text.isEmpty else { return nil }
        guard let value = convert(text) else {
            faults.add("?\(name)", code, detail)
            return nil
        }
        return value
    }
}

package func names<Choice>(of type: Choice.Type) -> String
where Choice: CaseIterable & RawRepresentable, Choice.RawValue == String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
}
