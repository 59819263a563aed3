/// What follows the forms of a Korean verb, and how it is then said.
enum KoreanEndings {
    /// Forms by what the ending is put to.
    enum Base: Hashable {
        /// 하, 올리, 깔
        case stem
        /// 해, 올려, 깔아
        case infinitive
        /// 한, 올린, 깐
        case nieun
        /// 할, 올릴
        case rieul
        /// 함, 올림
        case mieum
        /// 합, 올립, 깝
        case bieup
        /// 했, 올렸, 깔았
        case past
    }

    static let moods: [Base: [String: Mood]] = [
        .stem: table(stem), .infinitive: table(infinitive), .nieun: table(nieun), .rieul: table(rieul),
        .mieum: table(mieum), .bieup: table(bieup), .past: table(past),
    ]

    private static func table(_ rows: [(Mood, [String])]) -> [String: Mood] {
        Dictionary(rows.flatMap { mood, endings in endings.map { ($0, mood) } }) { first, _ in first }
    }

    private static let infinitive: [(Mood, [String])] = [
        (
            .request,
            [
                "", "줘", "줘요", "줘라", "주세요", "주십시오", "주셔요", "주라", "주렴", "줄래", "줄래요", "주실래요", "주시겠어요",
                "주시겠습니까", "주겠어", "주겠니", "주길", "주시길", "주기", "주시기", "다오", "달라", "라", "요", "봐",
                "봐요", "봐줘", "보자", "보세요", "봐주세요", "둬", "둬라", "놔", "놔줘", "버려", "버려줘", "버리자", "줘봐", "주삼",
                "주셈", "주시죠", "주자", "주실래", "주시겠어", "줬으면", "주셨으면", "주면좋겠어", "보여줘", "줭", "죠",
            ]
        ),
        (
            .question,
            [
                "도", "도돼", "도될까", "도되나", "도되나요", "도되니", "야", "야해", "야돼", "야하나", "야하나요", "야할까", "야되나",
                "야지", "야죠", "줄까", "줄까요", "볼까", "볼까요", "줬어", "줬니", "줬나", "줬나요", "둘까", "버릴까", "있어", "있나",
                "있나요", "있니", "있는지", "있는", "있습니까", "있을까", "있어요", "있음", "있던", "있냐",
            ]
        ),
        // Somebody else wants it: what they are said to have asked for was not asked for here.
        (.statement, heardRequests),
        (.connective, ["서", "서는", "다가", "주고", "보고", "두고", "놓고", "버리고", "주시고", "가지고", "갖고"]),
        (.condition, ["야만", "주면", "주시면", "보면", "봐야"]),
        (.ability, ["줄", "줄수"]),
        (.negative, ["주지", "주지마", "주지말고", "버리지"]),
    ]

    /// 해달래: "they want it done".
    static let heardRequests = [
        "달래", "달래요", "달래서", "달랬어", "달랬어요", "달라고", "달라고요", "달라는", "달라는데", "달라는데요", "달라네", "달라네요", "달라던데",
        "달라더라",
        "달랍니다", "주래", "주래요",
    ]

    private static let stem: [(Mood, [String])] = [
        (
            .request,
            [
                "자", "시오", "세요", "십시오", "라", "거라", "도록", "으세요", "으십시오", "으시오", "고싶어", "고싶어요", "고싶은데",
                "고싶다", "아라", "어라", "삼", "셈", "시죠", "쇼",
            ]
        ),
        (.nominal, ["기", "기로", "기를", "기만", "길"]),
        (
            .negative,
            [
                "지", "지마", "지마세요", "지마요", "지마라", "지말고", "지말아", "지말아줘", "지말아주세요", "지말자", "지말라", "지않고",
                "지않아", "지는", "지도", "지를", "진", "지마십시오", "지말아라", "지말것", "질", "지않은", "지않았어", "지않게",
            ]
        ),
        (.connective, ["고", "고서", "고나서", "며", "면서", "거나", "니까", "므로", "든지", "든가", "다가", "고는", "고요"]),
        (.howTo, ["려면", "려면은", "으려면", "는법", "는방법"]),
        (.condition, ["면", "면은", "자마자", "거든", "더라도", "으면", "는대로", "면요", "든", "면서도"]),
        (
            .question,
            [
                "나", "나요", "니", "냐", "는가", "는지", "는지요", "는가요", "은지", "는거야", "는거지", "는건가", "는중이야", "는건지",
                "은가", "은가요", "려고해", "고있어", "고있나", "고있니", "는데", "은데", "을까", "을지", "습니까", "려나",
            ]
        ),
        (.adnominal, ["는", "던", "은", "고있는", "고있던", "는거", "는것"]),
        (.statement, ["다", "는다", "네", "네요", "지요", "습니다", "라고", "라는", "라니", "라며", "려고", "더라", "군", "었다"]),
    ]

    private static let nieun: [(Mood, [String])] = [
        (.adnominal, ["", "거", "것", "걸", "게", "건", "적"]),
        (.statement, ["다", "대", "데", "다고", "다는", "데요", "단다", "다며"]),
        (.condition, ["다면", "다음", "뒤", "후", "다음에", "뒤에", "후에"]),
        (.question, ["지", "가", "가요", "지요", "거야", "건가", "거지", "건지", "거예요"]),
        (.howTo, ["방법"]),
    ]

    private static let rieul: [(Mood, [String])] = [
        (.request, ["게", "게요", "래", "래요", "것", "께", "께요"]),
        (
            .question,
            ["까", "까요", "까나", "지", "지도", "거야", "거니", "건가", "건가요", "려나", "거예요", "건지", "는지"]
        ),
        (.condition, ["때", "때마다", "때에", "경우", "때는"]),
        (.ability, ["", "수"]),
        (.statement, ["거", "건데", "려고", "뿐", "라고"]),
        (.howTo, ["려면"]),
    ]

    private static let mieum: [(Mood, [String])] = [
        (.nominal, ["", "을", "이", "은"]),
        (.question, ["?"]),
    ]

    private static let bieup: [(Mood, [String])] = [
        (.request, ["시다", "시다요"]),
        (.statement, ["니다", "니다만"]),
        (.question, ["니까", "니까요"]),
    ]

    private static let past: [(Mood, [String])] = [
        (
            .statement,
            [
                "다", "습니다", "음", "네", "네요", "대", "더라", "던데", "다고", "거든", "는데", "는데요", "어", "어요", "지", "죠",
                "던", "더라고",
            ]
        ),
        (.question, ["나", "나요", "니", "냐", "는지", "습니까", "을까", "을까요", "는가", "는가요", "는지요", "을지"]),
        (.condition, ["으면", "다면", "을때"]),
        (.connective, ["고", "으니", "으니까", "는데도", "으면서", "길래"]),
    ]
}
