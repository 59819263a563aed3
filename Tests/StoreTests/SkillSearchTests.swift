import Contract
import Foundation
import Store
import Testing

@Suite struct SkillSearchTests {
    @Test(
        "UI-06: a two-syllable Korean part of a name, description, tag or body finds the skill",
        arguments: Backend.available
    )
    func korean(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([
                skill("report", description: "분기별 매출보고서를 작성합니다."),
                skill("body", body: "먼저 데이터베이스를 연결하세요."),
                skill("tagged", tags: ["번역도구"]),
                skill("other", description: "아무 상관이 없다"),
            ])
            #expect(try await database.names(finding: "매출") == ["report"])
            #expect(try await database.names(finding: "출보") == ["report"])
            #expect(try await database.names(finding: "보고서") == ["report"])
            #expect(try await database.names(finding: "이터") == ["body"])
            #expect(try await database.names(finding: "역도") == ["tagged"])
            #expect(try await database.names(finding: "번") == ["tagged"])
            #expect(try await database.names(finding: "매출 작성합니다") == ["report"])
            #expect(try await database.names(finding: "매출 데이터").isEmpty)
            // As typed on a system that decomposes syllables.
            #expect(
                try await database.names(finding: "매출".decomposedStringWithCanonicalMapping) == ["report"]
            )
        }
    }

    @Test(arguments: Backend.available)
    func decomposedTextIsFoundByComposedWords(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([
                skill("a", description: "한국어 번역".decomposedStringWithCanonicalMapping),
                skill("b", description: "Cafe\u{301} menu"),
            ])
            #expect(try await database.names(finding: "국어") == ["a"])
            #expect(try await database.names(finding: "CAFÉ") == ["b"])
        }
    }

    @Test(arguments: Backend.available)
    func wordsAreFoundWhateverTheirCaseAndAllHaveToMatch(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([
                skill("pdf-forms", description: "Fill PDF forms.", body: "Uses pdftk on Linux."),
                skill("xlsx", description: "Spreadsheets, ÄRGER included.", tags: ["Office"]),
            ])
            #expect(try await database.names(finding: "PDF") == ["pdf-forms"])
            #expect(try await database.names(finding: "fill linux") == ["pdf-forms"])
            #expect(try await database.names(finding: "f-fo") == ["pdf-forms"])
            #expect(try await database.names(finding: "PD ill") == ["pdf-forms"])
            #expect(try await database.names(finding: "ärger") == ["xlsx"])
            #expect(try await database.names(finding: "office") == ["xlsx"])
            #expect(try await database.names(finding: "fill spreadsheets").isEmpty)
            #expect(try await database.names(finding: "  \n ") == ["pdf-forms", "xlsx"])
            #expect(try await database.names(finding: "") == ["pdf-forms", "xlsx"])
        }
    }

    @Test(arguments: Backend.available)
    func mixedLanguagesAndEmojiAreFound(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([
                skill("deploy", description: "Kubernetes 배포 자동화 🚀🚀🚀 ready"),
                skill("other", description: "배 포"),
            ])
            for text in ["배포", "kubernetes 배포", "s 배포 자", "🚀", "🚀🚀🚀", "배포 🚀 ready"] {
                #expect(try await database.names(finding: text) == ["deploy"])
            }
        }
    }

    @Test(arguments: Backend.available)
    func specialCharactersStandForThemselves(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let texts = [
                "100%", "snake_case", "say \"hello\" now", "c*d", "back\\slash", "it's", "a-b", "NEAR(x)",
                "x:y", "col : z",
                "AND OR NOT", "^start", "{curly}", "semi;colon -- note", "a + b",
            ]
            try await database.register(
                texts.enumerated().map { index, text in skill("s\(index)", description: text, body: "") }
            )
            for (index, text) in texts.enumerated() {
                #expect(try await database.names(finding: text) == ["s\(index)"], "\(text)")
            }
            for text in [
                "%", "_", "\"", "*", "\\", "'", "^", "{", ";", "%%%", "___", "\"\"\"", "***", "a%b", "0_",
                "\u{0}",
            ] {
                let found = try await database.names(finding: text)
                let words = text == "\u{0}" ? "" : text
                let expected = texts.indices.filter { words.isEmpty || texts[$0].contains(words) }.map {
                    "s\($0)"
                }
                #expect(found.sorted() == expected.sorted(), "\(text)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func onlyTheBeginningOfAVeryLongBodyIsFound(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let filler = String(repeating: "가나 ", count: 20_000)
            try await database.register([skill("long", body: "anfang \(filler) schluss")])
            #expect(try await database.names(finding: "anfang") == ["long"])
            #expect(try await database.names(finding: "schluss").isEmpty)
        }
    }

    @Test(arguments: Backend.available)
    func aNewVersionIsFoundByItsOwnTextOnly(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register([
                skill("a", description: "Paints walls.", body: "brushes 붓과 물감"),
                skill("b", description: "Paints doors.", body: "brushes 물감"),
                skill("a", description: "Builds walls.", content: "2", body: "bricks 벽돌"),
            ])
            #expect(try await database.names(finding: "paints") == ["b"])
            #expect(try await database.names(finding: "brushes") == ["b"])
            #expect(try await database.names(finding: "bricks") == ["a"])
            #expect(try await database.names(finding: "물감") == ["b"])
            #expect(try await database.names(finding: "붓과").isEmpty)
            #expect(try await database.names(finding: "벽돌") == ["a"])
            #expect(try await database.names(finding: "walls") == ["a"])
        }
    }

    @Test(arguments: Backend.available)
    func searchingPagesLikeListing(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            try await database.register(
                (0..<30).map { skill("s\($0)", description: $0 % 2 == 0 ? "even 짝수" : "odd") }
            )
            for text in ["even", "짝수"] {
                var query = SkillQuery(text: text, order: .newest, page: PageRequest(limit: 4))
                var seen: [String] = []
                repeat {
                    let page = try await database.list(query)
                    seen += page.items.map(\.name)
                    query.page.cursor = page.nextCursor
                } while query.page.cursor != nil
                #expect(seen == stride(from: 28, through: 0, by: -2).map { "s\($0)" })
            }
        }
    }
}
