import Contract

/// What the pages say in one language; names are `topic.word`.
struct Words: Sendable {
    let language: Language
    /// By topic, then by word: what templates read as `{{t.topic.word}}`.
    let tree: [String: [String: String]]

    /// A missing word shows as its name; a test proves that none is.
    subscript(name: String) -> String {
        let parts = name.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return name }
        return tree[String(parts[0])]?[String(parts[1])] ?? name
    }

    /// The words with each `{place}` filled; what fills one is never looked at for places itself.
    subscript(name: String, places: KeyValuePairs<String, String>) -> String {
        var filled = ""
        var rest = self[name][...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let place = rest[rest.index(after: open)..<close]
            let value = places.first { $0.key == place }?.value
            filled += rest[..<open] + (value ?? "{\(place)}")
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// `<name>_one` or `<name>_other`, with `{n}` filled, as the number asks.
    func counted(_ name: String, _ number: Int) -> String {
        let form = language == .english && number == 1 ? "one" : "other"
        return self["\(name)_\(form)", ["n": grouped(number)]]
    }

    func of(_ sentence: Sentence) -> String {
        language == .korean ? sentence.korean : sentence.english
    }

    // MARK: Numbers and times

    /// With a comma between thousands, as both languages write.
    func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return (number < 0 ? "−" : "") + text
    }

    /// In the largest unit that fits: `340 ms`, `4.2 s`, `3 min`.
    func duration(milliseconds: Int) -> String {
        switch milliseconds {
        case ..<1000: return self["time.ms", ["n": String(milliseconds)]]
        case ..<60_000: return self["time.s", ["n": tenths(milliseconds, of: 1000)]]
        case ..<3_600_000: return self["time.min", ["n": tenths(milliseconds, of: 60_000)]]
        default: return self["time.h", ["n": tenths(milliseconds, of: 3_600_000)]]
        }
    }

    func size(bytes: Int) -> String {
        switch bytes {
        case ..<1024: "\(grouped(bytes)) B"
        case ..<(1 << 20): "\(tenths(bytes, of: 1024)) KiB"
        default: "\(tenths(bytes, of: 1 << 20)) MiB"
        }
    }

    private func tenths(_ value: Int, of unit: Int) -> String {
        let tenths = (value * 10 + unit / 2) / unit
        return tenths.isMultiple(of: 10) || tenths >= 100 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
