/// SVG as text: elements are closed, and what stands in them is escaped.
struct ChartMarkup: Sendable {
    private(set) var text = ""

    /// An element without children.
    mutating func add(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        text += "<\(name)\(Self.written(attributes))/>"
    }

    /// An element that holds words.
    mutating func add(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], words: String) {
        text += "<\(name)\(Self.written(attributes))>\(HTMLText.escaped(words))</\(name)>"
    }

    /// An element that holds others.
    mutating func add(
        _ name: String,
        _ attributes: KeyValuePairs<String, String> = [:],
        _ content: (inout ChartMarkup) -> Void
    ) {
        var inside = ChartMarkup()
        content(&inside)
        text += "<\(name)\(Self.written(attributes))>\(inside.text)</\(name)>"
    }

    private static func written(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0.key)=\"\(HTMLText.escaped($0.value))\"" }.joined()
    }

    /// A coordinate with two decimals at most, as short as it can be written.
    static func number(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1_000_000 else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let sign = hundredths < 0 ? "-" : ""
        let (whole, rest) = Int(hundredths.magnitude).quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(sign)\(whole)" }
        if rest.isMultiple(of: 10) { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    static func percent(_ value: Double) -> String { number(value) + "%" }
}
