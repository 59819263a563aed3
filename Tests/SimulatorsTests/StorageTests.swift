import Contract
import Foundation
import NIOHTTP1
import Testing

@testable import Simulators

@Suite struct StorageTests {
    @Test func everythingIsThereAgainAfterACrash() async throws {
        let scratch = try Scratch()
        let options = SimulatorOptions(dataDirectory: scratch.path)
        try await Bench.run(options) { bench in
            for vendor in [ProviderKind.openai, .claude] {
                #expect(try await bench.create(on: vendor, demoZip()).status == 200)
            }
            let headers = [("skill-name", "demo"), ("digest-sha256", "d"), ("idempotency-key", "k")]
            let url = bench.simulator.baseURL(for: .http) + "/skills"
            #expect(try await bench.send(.POST, url, headers).status == 201)
            // The first one still runs: what counts is what lies on disk at this moment.
            try await Bench.run(options) { second in
                #expect(second.simulator.state == bench.simulator.state)
                let again = second.simulator.baseURL(for: .http) + "/skills"
                let answer = try await second.send(.POST, again, headers)
                #expect(answer.status == 200)
            }
        }
    }

    @Test func aLineCutOffByACrashIsLeftOut() throws {
        let scratch = try Scratch()
        let file = scratch.path + "/log.jsonl"
        let shelf = try Shelf<String>(file: file)
        try shelf.change { $0["a"] = "one" }
        let whole = try #require(FileManager.default.contents(atPath: file))
        try (whole + Data("{\"key\":\"b\",\"rec".utf8)).write(to: URL(filePath: file))
        let reopened = try Shelf<String>(file: file)
        #expect(reopened.read { $0.all } == ["one"])
        try reopened.change { $0["c"] = "three" }
        #expect(try Shelf<String>(file: file).read { $0.all } == ["one", "three"])
    }

    @Test func removedRecordsStayRemoved() throws {
        let scratch = try Scratch()
        let file = scratch.path + "/log.jsonl"
        let shelf = try Shelf<String>(file: file)
        try shelf.change { records in
            records["a"] = "one"
            records["b"] = "two"
        }
        try shelf.change { $0["a"] = nil }
        #expect(try Shelf<String>(file: file).read { $0.all } == ["two"])
    }

    @Test func aPageGoesOnAfterARemovedRecord() {
        var records = OrderedRecords<String>()
        for key in ["a", "b", "c", "d"] { records[key] = key }
        records["b"] = nil
        let forward = records.page(after: "b", limit: 1, newestFirst: false)
        #expect(forward.records == ["c"] && forward.hasMore)
        let backward = records.page(after: "b", limit: 5, newestFirst: true)
        #expect(backward.records == ["a"] && !backward.hasMore)
    }

    @Test func resetEmptiesTheDiskToo() async throws {
        let scratch = try Scratch()
        let options = SimulatorOptions(dataDirectory: scratch.path)
        try await Bench.run(options) { bench in
            _ = try await bench.create(on: .openai, demoZip())
            try bench.simulator.reset()
            #expect(bench.simulator.requests.total(of: .openai) == 0)
        }
        try await Bench.run(options) { bench in
            #expect(bench.simulator.state[.openai].isEmpty)
        }
    }
}
