package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    static let releaseWave: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.runID()
        let wave = try await call.body(as: WaveBody.self).wave
        return try call.accepted(try await plane.releaseWave(wave, of: id))
    }

    static let stopWaves: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.runID()
        let reason = try await call.body(as: ReasonBody.self).reason
        return try call.accepted(try await plane.stopWaves(of: id, reason: reason))
    }
}

/// Which wave is meant, so that asking twice begins one.
private struct WaveBody: Readable {
    let wave: Int

    init?(reading object: inout ObjectReader) {
        guard object.require("wave"), let wave = object.integer("wave", RunWaves.numbers) else { return nil }
        self.wave = wave
    }
}

extension RunWaves: Readable {
    package init?(reading object: inout ObjectReader) {
        let steps = object.objects("steps", of: WaveStep.self, count: Self.steps)
        let soak = object.integer("soak_seconds", Self.soakSeconds) ?? 0
        let failures = object.integer("stop_at_failures", Self.failures)
        let percent = object.integer("stop_at_percent", Self.failurePercents)
        let onStop = object.choice("on_stop", of: OnStop.self) ?? .cancel
        if failures != nil, percent != nil {
            object.note("stop_at_percent", .choice, "Either a number of failures is given, or a share.")
        }
        guard let steps else { return nil }
        self.init(
            steps: steps.map(\.step),
            soakSeconds: soak,
            stopAt: percent.map(Threshold.percent) ?? .failures(failures ?? 1),
            onStop: onStop
        )
    }
}

private struct WaveStep: Readable {
    let step: RunWaves.Step

    init?(reading object: inout ObjectReader) {
        let percent = object.integer("percent", RunWaves.percents)
        let names = 1...RunRequest.maximumTargets
        let rule = Grammar.providerIDRule.sentence
        let providers =
            object.has("providers")
            ? object.texts("providers", count: names, rule: rule) { Grammar.isProviderID($0) } : nil
        switch (percent, providers) {
        case (let share?, nil): step = .percent(share)
        case (nil, let providers?): step = .providers(providers.map { ProviderID(rawValue: $0) })
        case (_?, _?):
            object.note("percent", .choice, "A step has a share or providers, not both.")
            return nil
        case (nil, nil):
            if !object.has("percent"), !object.has("providers") {
                object.note("percent", .required, "A step has a share or providers.")
            }
            return nil
        }
    }
}
