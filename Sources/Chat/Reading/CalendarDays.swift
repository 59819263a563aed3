/// Finds days and months by what the calendar calls them: `12월 1일`, `December 1st`, `12/1`, `3개월`.
///
/// What has been used up becomes filler, so that terms keep their places.
struct CalendarDays {
    private(set) var terms: [Term]

    init(_ terms: [Term]) {
        self.terms = terms
        for index in terms.indices {
            if case .number = terms[index].meaning {
                nameKoreanDay(at: index)
                nameSlashedDay(at: index)
                countMonths(at: index)
                parseUnit(at: index)
            } else {
                nameEnglishDay(at: index)
            }
        }
        for index in self.terms.indices { joinAfter(index) }
    }

    // MARK: Korean

    /// `12월`, `12월 1일부터`, `2025년 12월 1일`, `작년 12월`.
    private mutating func nameKoreanDay(at index: Int) {
        guard let month = number(index, in: 1...12), var ending = ending(index + 1, of: "월") else { return }
        var (last, day) = (index + 1, 1)
        if let number = number(index + 2, in: 1...31), let after = self.ending(index + 3, of: "일") {
            (last, day, ending) = (index + 3, number, after)
        }
        let before = index > 0 ? terms[index - 1].text : ""
        if before == "년", let year = number(index - 2, in: Self.years) {
            return name(.date(Self.date(year, month, day)), (index - 2)...last, ending)
        }
        let yearsAgo = Self.yearsAgo[before]
        let first = yearsAgo == nil ? index : index - 1
        name(.monthDay(month: month, day: day, yearsAgo: yearsAgo), first...last, ending)
    }

    private static let yearsAgo = ["올해": 0, "금년": 0, "작년": 1, "지난해": 1, "전년": 1, "재작년": 2]

    /// The particles behind 월 or 일; nil where the word is another one, such as 월초.
    private func ending(_ index: Int, of noun: String) -> String? {
        guard terms.indices.contains(index), terms[index].isHangul, terms[index].text.hasPrefix(noun) else {
            return nil
        }
        var rest = terms[index].text.dropFirst(noun.count)
        for tail in ["달", "날", "자"] where rest.hasPrefix(tail) { rest = rest.dropFirst() }
        let isWhole = rest.isEmpty || rest.hasPrefix("이후") || KoreanNoun.isParticles(String(rest))
        return isWhole ? String(rest) : nil
    }

    /// `3개월`, `두 달 동안`, `3 months`.
    private mutating func countMonths(at index: Int) {
        guard let count = number(index, in: 1...1200), terms.indices.contains(index + 1) else { return }
        let unit = terms[index + 1]
        if unit.text == "month" || unit.text == "months" {
            return name(.months(ago: count), index...(index + 1), "")
        }
        guard unit.isHangul, let noun = ["개월", "달"].first(where: { unit.text.hasPrefix($0) }) else { return }
        let rest = String(unit.text.dropFirst(noun.count))
        guard let particle = Self.isWord(rest) ? rest : Self.particle(behindSpan: rest) else { return }
        name(.months(ago: count), index...(index + 1), particle)
    }

    /// 시간전부터, 일치를: written as one word with what follows it.
    private mutating func parseUnit(at index: Int) {
        guard terms.indices.contains(index + 1), terms[index + 1].isHangul,
            terms[index + 1].meaning == .unknown
        else { return }
        let text = terms[index + 1].text
        for (unit, seconds) in Self.units {
            guard text.hasPrefix(unit),
                let particle = Self.particle(behindSpan: String(text.dropFirst(unit.count)))
            else { continue }
            terms[index + 1].meaning = .unit(seconds: seconds, count: nil)
            terms[index + 1].particle = particle
            return
        }
    }

    /// Nil where the word does not begin with a span, or goes on with something else.
    private static func particle(behindSpan word: String) -> String? {
        spans.filter { word.hasPrefix($0) }.map { String(word.dropFirst($0.count)) }.first(where: isWord)
    }

    private static func isWord(_ particles: String) -> Bool {
        particles.isEmpty || KoreanNoun.isParticles(particles)
    }

    private static let units: [(String, Int)] = Lexicon.korean.meanings.compactMap { word, meaning in
        if case .unit(let seconds, nil) = meaning { (word, seconds) } else { nil }
    }

    /// 7일치 and, behind a number, 7일분 are as much as seven days have.
    private static let spans = ["전부터", "전", "간", "동안", "치", "분"]

    // MARK: English

    /// `December 1st`, `1st of December`, `Dec 1, 2025`, `since December`.
    private mutating func nameEnglishDay(at index: Int) {
        let term = terms[index]
        if term.text == "month", index > 0, [.within, .recent].contains(terms[index - 1].mark) {
            return name(.months(ago: 1), index...index, "")
        }
        guard let month = Self.months[term.text], term.meaning == .unknown || term.text == "may" else {
            return
        }
        if let day = day(index + 1) {
            let comma = index + 2 < terms.count && terms[index + 2].meaning == .punctuation(",") ? 1 : 0
            return name(month, day, index...(index + 1), year: index + 2 + comma)
        }
        let of = index > 0 && terms[index - 1].mark == .of ? 1 : 0
        let before = index - 1 - of
        if let day = day(before), of == 1 || terms[before].meaning == .unknown || isIntroduced(before) {
            return name(month, day, before...index, year: index + 1)
        }
        if isIntroduced(index) { name(month, 1, index...index, year: index + 1) }
    }

    private mutating func name(_ month: Int, _ day: Int, _ range: ClosedRange<Int>, year place: Int) {
        guard let year = number(place, in: Self.years) else {
            return name(.monthDay(month: month, day: day, yearsAgo: nil), range, "")
        }
        name(.date(Self.date(year, month, day)), range.lowerBound...place, "")
    }

    private func isIntroduced(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = terms[index - 1]
        return before.mark == .since || before.mark == .then || ["from", "in", "on"].contains(before.text)
    }

    /// `1` and `1st`.
    private func day(_ index: Int) -> Int? {
        if let day = number(index, in: 1...31) { return day }
        guard terms.indices.contains(index), terms[index].meaning == .unknown else { return nil }
        let text = terms[index].text
        guard ["st", "nd", "rd", "th"].contains(String(text.suffix(2))), let day = Int(text.dropLast(2)),
            (1...31).contains(day)
        else { return nil }
        return day
    }

    private static let months: [String: Int] = {
        let names = [
            ["january", "jan"], ["february", "feb"], ["march", "mar"], ["april", "apr"], ["may"],
            ["june", "jun"], ["july", "jul"], ["august", "aug"], ["september", "sep", "sept"],
            ["october", "oct"], ["november", "nov"], ["december", "dec"],
        ]
        return Dictionary(
            uniqueKeysWithValues: names.enumerated().flatMap { month, names in names.map { ($0, month + 1) } }
        )
    }()

    // MARK: Figures

    /// `2025/12/1`, and `12/1` where it is plain which of them is the month.
    private mutating func nameSlashedDay(at index: Int) {
        guard let first = number(index, in: 1...9999), let second = slashed(index + 1),
            index == 0 || terms[index - 1].meaning != .punctuation("/")
        else { return }
        if let third = slashed(index + 3) {
            guard Self.years.contains(first) else { return }
            return name(.date(Self.date(first, second, third)), index...(index + 4), "")
        }
        let isMonthFirst = terms.contains(where: \.isHangul) || second > 12 || first == second
        guard isMonthFirst || first > 12 else { return }
        let (month, day) = isMonthFirst ? (first, second) : (second, first)
        guard (1...12).contains(month), (1...31).contains(day) else { return }
        name(.monthDay(month: month, day: day, yearsAgo: nil), index...(index + 2), "")
    }

    /// The number behind a stroke, with no space between.
    private func slashed(_ index: Int) -> Int? {
        guard let number = number(index + 1, in: 1...31), terms[index].meaning == .punctuation("/"),
            terms[index].range.lowerBound == terms[index - 1].range.upperBound,
            terms[index].range.upperBound == terms[index + 1].range.lowerBound
        else { return nil }
        return number
    }

    private static let years = 1970...9999

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> String {
        "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    private func number(_ index: Int, in range: ClosedRange<Int>) -> Int? {
        guard terms.indices.contains(index), case .number(let number) = terms[index].meaning,
            range.contains(number)
        else { return nil }
        return number
    }

    private mutating func name(_ point: TimePoint, _ range: ClosedRange<Int>, _ particle: String) {
        for index in range { terms[index].meaning = .mark(.filler) }
        terms[range.upperBound].meaning = .time(point)
        terms[range.upperBound].particle = particle
    }

    /// "12월 1일 이후", "after yesterday": since then, where nothing is to be done after it.
    private mutating func joinAfter(_ index: Int) {
        guard case .time = terms[index].meaning, !terms.contains(where: { $0.act?.act.isChange ?? false })
        else { return }
        let next = index + 1
        if next < terms.count, ["이후", "이후에", "이후로", "이래"].contains(terms[next].text) {
            terms[next].meaning = .mark(.filler)
        }
        guard let before = terms[..<index].lastIndex(where: { $0.mark != .filler }),
            terms[before].text == "after"
        else { return }
        terms[before].meaning = .mark(.filler)
    }
}
