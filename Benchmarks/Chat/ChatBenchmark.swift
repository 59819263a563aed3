import Chat
import Contract
import FoundationEssentials

/// Measures how long one line takes to be read: every sentence of the corpus, many times, one at a time.
@main
struct ChatBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4, let rounds = Int(arguments[1]), rounds > 0 else {
            print("usage: ChatBenchmark ROUNDS CONTEXT SENTENCES...")
            return
        }
        let context = try JSON.decode(
            ChatContext.self,
            from: try Data(contentsOf: URL(filePath: arguments[2]))
        )
        var texts: [String] = []
        for file in arguments[3...] {
            let lines = try Data(contentsOf: URL(filePath: file)).split(separator: UInt8(ascii: "\n"))
            texts += try lines.map { try ChatSentence(line: $0, in: context).text }
        }
        let grammar = ChatGrammar(context)
        var times: [Duration] = []
        for _ in 0..<rounds {
            for text in texts {
                let start = ContinuousClock.now
                _ = grammar.answer(to: text)
                times.append(.now - start)
            }
        }
        print(report(times.sorted()))
    }

    private static func report(_ times: [Duration]) -> String {
        func microseconds(_ share: Double) -> Int64 {
            times[min(times.count - 1, Int(Double(times.count) * share))].wholeMicroseconds
        }
        return """
            {"lines": \(times.count), "p50_us": \(microseconds(0.5)), "p99_us": \(microseconds(0.99)), \
            "max_us": \(microseconds(1))}
            """
    }
}
