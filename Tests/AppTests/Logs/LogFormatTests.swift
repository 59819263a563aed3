import Contract
import Foundation
import Logging
import Synchronization
import Testing

@testable import App

@Suite struct LogFormatTests {
    private final class Written: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock(\.self) }

        func take(_ line: String) { lines.withLock { $0.append(line) } }
    }

    /// What is logged with `body`, at a fixed moment, line by line.
    private func lines(_ level: Logger.Level = .info, _ body: (inout Logger) -> Void) throws -> [String] {
        let moment = try #require(Timestamp("2026-11-22T10:00:00.123999Z"))
        let written = Written()
        var logger = Logger(label: "skillyard") { label in
            JSONLogHandler(label: label, now: { moment }, write: { written.take($0) })
        }
        logger.logLevel = level
        body(&logger)
        return written.all
    }

    @Test func aMessageIsOneObjectInOneLine() throws {
        let lines = try lines { logger in
            logger.warning(
                "two\nlines, \"quoted\", at /a/b",
                metadata: ["run": "r1", "rules": ["a", "b"], "text": "한"]
            )
        }
        let expected =
            #"{"level":"warning","logger":"skillyard","message":"two\nlines, \"quoted\", at /a/b","#
            + #""metadata":{"rules":"[\"a\", \"b\"]","run":"r1","text":"한"},"#
            + #""time":"2026-11-22T10:00:00.123Z"}"# + "\n"
        #expect(lines == [expected])
    }

    @Test func whatIsNearerToTheMessageGoesBefore() throws {
        struct Line: Decodable {
            let message: String
            let metadata: [String: String]
        }
        let lines = try lines { logger in
            logger[metadataKey: "node"] = "a"
            logger[metadataKey: "task"] = "old"
            logger.info("first", metadata: ["task": "new"])
            logger.info("second")
        }
        let read = try lines.map { try JSON.decode(Line.self, from: $0.utf8) }
        #expect(read.map(\.message) == ["first", "second"])
        #expect(read.map(\.metadata) == [["node": "a", "task": "new"], ["node": "a", "task": "old"]])
    }

    @Test func whatIsLessSevereIsNotWritten() throws {
        let lines = try lines(.notice) { logger in
            logger.info("no")
            logger.notice("yes")
        }
        #expect(lines.count == 1)
    }

    /// Also where somebody who shares the file has set it not to wait.
    @Test(arguments: [0, O_NONBLOCK])
    func linesOfTwoThreadsDoNotMix(_ flags: Int32) throws {
        let pipe = Pipe()
        let file = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(file, F_SETFL, flags) == 0)
        let stream = LogStream(file: file, patienceMilliseconds: 60_000)
        // More than a pipe takes at once, so that each writer waits in the middle of its lines.
        let texts = ["a", "b"].map { String(repeating: $0, count: 200_000) }
        let times = 5
        for text in texts {
            Thread.detachNewThread { for _ in 0..<times { stream.write(text + "\n") } }
        }
        let whole = texts.count * times * 200_001
        var bytes = Data()
        while bytes.count < whole {
            guard let more = try pipe.fileHandleForReading.read(upToCount: whole - bytes.count) else { break }
            bytes += more
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == texts.count * times)
        let areWhole = Set(lines.map { String(decoding: $0, as: UTF8.self) }) == Set(texts)
        #expect(areWhole)
    }

    @Test func whatComesBehindALineThatBrokeOffIsALineOfItsOwn() throws {
        let pipe = Pipe()
        let file = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(file, F_SETFL, O_NONBLOCK) == 0)
        let stream = LogStream(file: file, patienceMilliseconds: 0)
        stream.write(String(repeating: "a", count: 200_000) + "\n")
        let broken = waiting(in: pipe)
        #expect(!broken.isEmpty && broken.allSatisfy { $0 == "a" })
        stream.write("b\n")
        stream.write("c\n")
        #expect(waiting(in: pipe) == "\nb\nc\n")
    }

    /// What a pipe holds; it must hold something.
    private func waiting(in pipe: Pipe) -> String {
        var bytes = [UInt8](repeating: 0, count: 200_001)
        let count = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe read(pipe.fileHandleForReading.fileDescriptor, bytes.baseAddress, bytes.count)
        }
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    @Test func theFormIsASetting() throws {
        func read(_ flags: [String: String], _ environment: [String: String] = [:]) throws -> Configuration {
            try Configuration.read(flags: flags, environment: environment, workingFolder: "/srv")
        }
        #expect(try read([:]).logFormat == .text)
        #expect(try read([:], ["SKILLYARD_LOG_FORMAT": "json"]).logFormat == .json)
        #expect(try read(["log-format": "text"], ["SKILLYARD_LOG_FORMAT": "json"]).logFormat == .text)
        let error = #expect(throws: ConfigurationError.self) { try read(["log-format": "xml"]) }
        #expect(error?.faults.map(\.setting) == ["--log-format"])
        #expect(Setting.logFormat.kind == .choice(Configuration.LogFormat.allCases.map(\.rawValue)))
        #expect(Configuration.LogFormat.json.handler(label: "a") is JSONLogHandler)
        #expect(Configuration.LogFormat.text.handler(label: "a") is StreamLogHandler)
    }
}
