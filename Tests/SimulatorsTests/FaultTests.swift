import AsyncHTTPClient
import Contract
import HTTPTypes
import NIOCore
import Testing

@testable import Simulators

@Suite struct FaultTests {
    private func hits(_ rule: FaultRule, of count: Int, seed: UInt64 = 0) -> [Bool] {
        let player = FaultPlayer()
        player.load(FaultScript(seed: seed, rules: [rule]))
        let call = Call(method: "POST", path: ["v1", "skills"], query: [:], headers: [:], body: [])
        return (0..<count).map { _ in player.effect(on: call, to: .openai) != nil }
    }

    @Test func aRuleSkipsThenHitsEveryNthUntilItsTimesAreUp() {
        let rule = FaultRule(skip: 1, every: 2, times: 2, effect: .drop)
        #expect(hits(rule, of: 8) == [false, false, true, false, true, false, false, false])
    }

    @Test func chanceIsTheSameForTheSameSeed() {
        let rule = FaultRule(probability: 0.5, effect: .drop)
        let first = hits(rule, of: 200, seed: 7)
        #expect(first == hits(rule, of: 200, seed: 7))
        #expect(first != hits(rule, of: 200, seed: 8))
        #expect((60...140).contains(first.count { $0 }))
    }

    @Test(arguments: [
        ("/v1/skills", true), ("/v1/*", true), ("/**", true), ("**/skills", true), ("/v1/skills/*", false),
        ("/v1", false), ("/v1/skills/**", true), ("/*/skills", true),
    ])
    func routesMatchPartByPart(_ pattern: String, _ expected: Bool) {
        #expect(RoutePattern.matches(pattern, ["v1", "skills"]) == expected)
    }

    @Test func aRuleCanFollowOneSkillByAWordInItsRequest() async throws {
        try await Bench.run { bench in
            let rule = FaultRule(vendor: .openai, contains: "beta-skill", effect: .status(500))
            bench.simulator.load(FaultScript(rules: [rule]))
            let spared = try await bench.create(on: .openai, demoZip(name: "alpha-skill"))
            let hit = try await bench.create(on: .openai, demoZip(name: "beta-skill"))
            #expect(spared.status == 200 && hit.status == 500)
        }
    }

    @Test(arguments: [(FaultEffect.drop, 0), (FaultEffect.commitThenDrop, 1)])
    func aDroppedConnectionGivesNoStatusLine(_ effect: FaultEffect, _ held: Int) async throws {
        try await Bench.run { bench in
            bench.simulator.load(FaultScript(rules: [FaultRule(method: "POST", effect: effect)]))
            await #expect(throws: HTTPClientError.remoteConnectionClosed) {
                try await bench.create(on: .claude, demoZip())
            }
            #expect(bench.simulator.state[.claude].count == held)
        }
    }

    @Test func aTruncatedBodyIsShorterThanAnnounced() async throws {
        try await Bench.run { bench in
            bench.simulator.load(FaultScript(rules: [FaultRule(effect: .truncated)]))
            await #expect(throws: (any Error).self) {
                try await bench.create(on: .openai, demoZip())
            }
            #expect(bench.simulator.state[.openai].count == 1)
        }
    }

    @Test func aNewScriptLetsGoOfHangingRequests() async throws {
        try await Bench.run { bench in
            bench.simulator.load(FaultScript(rules: [FaultRule(effect: .hang(commit: true))]))
            let hanging = Task { try await bench.create(on: .openai, demoZip()) }
            while bench.simulator.state[.openai].isEmpty { await Task.yield() }
            bench.simulator.load(FaultScript())
            await #expect(throws: (any Error).self) { try await hanging.value }
        }
    }

    @Test func itStopsWhileARequestHangs() async throws {
        let bench = Bench(simulator: try await Simulator.start())
        bench.simulator.load(FaultScript(rules: [FaultRule(effect: .hang(commit: true))]))
        let hanging = Task { try await bench.create(on: .openai, demoZip()) }
        while bench.simulator.state[.openai].isEmpty { await Task.yield() }
        await bench.simulator.stop()
        await #expect(throws: (any Error).self) { try await hanging.value }
    }

    @Test func theScriptOfTheDocumentationIsRead() throws {
        let text = """
            {"seed": 1, "rules": [
              {"vendor": "openai", "method": "POST", "route": "/v1/skills", "times": 1,
               "effect": {"kind": "status", "status": 503, "commit": true, "headers": {"retry-after": "1"}}},
              {"vendor": "claude", "contains": "demo-skill", "effect": {"kind": "commit_then_drop"}},
              {"vendor": "google", "method": "POST", "every": 3, "effect": {"kind": "operation_stuck"}}]}
            """
        let script = try JSON.decode(FaultScript.self, from: text.utf8)
        #expect(script.rules.map(\.effect.kind) == [.status, .commitThenDrop, .operationStuck])
        #expect(script.rules[0].effect == .status(503, headers: ["retry-after": "1"], commit: true))
        #expect(script.rules[2].every == 3)
    }
}
