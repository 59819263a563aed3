import Contract

extension Words {
    /// Why targets wait at a provider.
    func why(_ gate: ClosedGate, at name: String) -> String {
        let places: KeyValuePairs = ["name": name, "who": gate.by ?? "", "reason": gate.reason ?? ""]
        return self["providers.gate_\(gate.cause.rawValue)", places]
    }

    /// That everything is paused, by whom and why.
    func everythingPaused(_ pause: PauseView) -> String {
        self["providers.work_paused_by", ["who": pause.by, "reason": pause.reason]]
    }

    /// How a breaker stands; nil while it is closed.
    func breaker(_ breaker: BreakerView, _ visit: Visit) -> String? {
        let failures = grouped(breaker.failures)
        switch breaker.state {
        case .closed: return nil
        case .halfOpen: return self["providers.breaker_half_open", ["n": failures]]
        case .open:
            let when = breaker.probeAt.map { visit.moment($0).relative } ?? ""
            return self["providers.breaker_open", ["n": failures, "when": when]]
        }
    }
}
