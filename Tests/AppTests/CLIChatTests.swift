import App
import Contract
import Foundation
import Testing

/// `skillyard chat --parse-only`, which asks no server.
@Suite struct CLIChatTests {
    private static let context = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../ChatTests/corpus/context.json").standardizedFileURL.path

    @Test func eachLineIsAnsweredWithOneLine() async throws {
        try await withFolder { folder in
            let sentences = folder + "/sentences"
            let lines = [
                #"{"id": "a", "text": "release-notes@3 클로드에 설치해줘"}"#,
                #"{"id": 2, "text": "install release-notes"}"#,
                "", #"{"id": "c", "text": "alerts", "context": {"alerts": []}}"#,
                #"{"id": "d", "text": "ㅋㅋ"}"#,
            ]
            try lines.joined(separator: "\n").write(toFile: sentences, atomically: false, encoding: .utf8)
            let run = await program(
                "chat",
                "--parse-only",
                "--json",
                "--context",
                Self.context,
                "--sentences",
                sentences
            )
            #expect(run.status == .ok)
            #expect(
                run.outputLines == [
                    #"{"args":{"providers":["claude"],"skills":["release-notes@3"]},"id":"a","intent":"install"}"#,
                    #"{"about":"provider","choices":["claude","claude-code","openai","gemini","all"],"id":2,"outcome":"ask"}"#,
                    #"{"args":{},"id":"c","intent":"alerts"}"#, #"{"id":"d","outcome":"not_understood"}"#,
                ]
            )
        }
    }

    @Test func whatIsNoSentenceIsNamedByItsLine() async throws {
        try await withFolder { folder in
            let sentences = folder + "/sentences"
            try "{\"id\": 1, \"text\": \"help\"}\nhelp\n".write(
                toFile: sentences,
                atomically: false,
                encoding: .utf8
            )
            let run = await program("chat", "--parse-only", "--json", "--sentences", sentences)
            #expect(run.status == .usage)
            #expect(run.outputLines == [#"{"args":{},"id":1,"intent":"help"}"#])
            #expect(run.messages.contains("Line 2 is no sentence"))
        }
        let context = await program("chat", "help", "--context", Self.context)
        #expect(context.status == .usage)
        let words = await program("chat", "--parse-only", "help")
        #expect(words.status == .usage)
    }
}
