/// The words that end a cause, and those that cannot be part of one.
enum CauseWords {
    /// Behind a noun.
    static let nouns: Set<String> = ["때문에", "때문", "탓에", "인해", "인하여", "덕분에"]

    /// Told by a verb, or of a thing: 깨져서, 느리니까, 버그라서.
    ///
    /// Verbs of doing are missing on purpose: 가서 and 통과하고서 say what comes first, and perhaps was not done yet.
    static let verbs: Set<String> = Set(
        states.flatMap { forms(of: $0.stem, $0.infinitive) } + things.flatMap { forms(ofNoun: $0) }
    )

    /// By the form before 니까, and the one before 서.
    private static let states: [(stem: String, infinitive: String)] = [
        ("깨지", "깨져"), ("틀리", "틀려"), ("느리", "느려"), ("많", "많아"), ("적", "적어"), ("낮", "낮아"), ("높", "높아"),
        ("이상하", "이상해"), ("급하", "급해"), ("필요하", "필요해"), ("부족하", "부족해"), ("불안정하", "불안정해"),
        ("오래되", "오래돼"), ("잘못되", "잘못돼"), ("중복되", "중복돼"), ("누락되", "누락돼"), ("실패하", "실패해"), ("낡", "낡아"),
        ("어긋나", "어긋나"), ("빠지", "빠져"), ("바뀌", "바뀌어"), ("늦", "늦어"),
    ]

    private static let things = ["버그", "오류", "에러", "장애", "오타", "실수", "중복"]

    private static func forms(of stem: String, _ infinitive: String) -> [String] {
        let isOpen = Syllable.isOpen(stem)
        let past = Syllable.closing(infinitive, with: .ssang) ?? infinitive + "었"
        return [
            infinitive + "서", stem + (isOpen ? "니까" : "으니까"), stem + (isOpen ? "므로" : "으므로"), stem + "길래",
            past + "으니까", past + "으므로", past + "길래",
        ]
    }

    private static func forms(ofNoun noun: String) -> [String] {
        ["라서", "여서", "이라서", "이어서", "니까", "이니까", "이므로"].map { noun + $0 }
    }

    /// What ends a clause that is no cause: not to, if, when, after, until, that somebody said so.
    static let otherClauses = [
        "말고", "말구", "않고", "대신", "마", "마라", "마세요", "면", "거든", "때", "때만", "시", "시에", "후", "후에", "뒤", "뒤에", "전",
        "전에",
        "까지", "부터", "다음", "다음에", "쯤", "하고", "하고서", "가서", "와서", "에서", "라고", "다고", "달래", "달라고", "하래", "해줘", "줘",
        "주세요", "까", "까요", "빼고", "제외",
    ]
}
