import Contract

/// The vendors behind one server, with what is common to them: counts, faults and the control routes.
struct FrontDesk: Sendable {
    let vendors: [any VendorSimulator]
    let ledger = RequestLedger()
    let open = OpenRequests()
    let faults = FaultPlayer()
    let held = HeldConnections()

    /// Carries the call out; refusals come in the vendor's shape, every answer with its request id.
    func answer(
        _ call: Call,
        from vendor: any VendorSimulator,
        operation: OperationScript? = nil
    ) -> Reply {
        do throws(Refusal) {
            return identified(try vendor.answer(call, operation: operation), by: vendor)
        } catch {
            return identified(vendor.reply(to: error), by: vendor)
        }
    }

    /// What a rule with a status, a rate limit or a quota answers.
    func scripted(_ effect: FaultEffect, from vendor: any VendorSimulator) -> Reply {
        let refusal = effect.refusal(claude: vendor.vendor == .claude)
        var reply = identified(vendor.reply(to: refusal), by: vendor)
        if let body = effect.body {
            reply = .json(body, status: reply.status, headers: reply.headers)
        }
        for (name, value) in effect.headers ?? [:] { reply.headers.set(name, value) }
        return reply
    }

    func load(_ script: FaultScript) {
        faults.load(script)
        held.releaseAll()
    }

    func state() -> SimulatorState {
        SimulatorState(
            vendors: Dictionary(uniqueKeysWithValues: vendors.map { ($0.vendor.rawValue, $0.held()) })
        )
    }

    func reset() throws(Refusal) {
        load(FaultScript())
        for vendor in vendors { try vendor.reset() }
        ledger.reset()
    }

    /// `/_faults`, `/_state`, `/_requests`, `/_reset` and `/_health`.
    func control(_ method: String, _ path: [String], _ body: [UInt8]) -> Reply {
        do throws(Refusal) {
            switch (method, path) {
            case ("GET", ["_health"]): return .json(["status": "ok"])
            case ("GET", ["_faults"]): return .json(faults.json)
            case ("POST", ["_faults"]):
                load(try script(body))
                return .json(faults.json)
            case ("GET", ["_requests"]): return .json(ledger.counted.json)
            case ("GET", ["_state"]): return try .encoded(state().vendors)
            case ("POST", ["_reset"]):
                try reset()
                return Reply(status: 204)
            default: throw Refusal(404, "No such address.")
            }
        } catch {
            return .json(["error": .string(error.message)], status: error.status)
        }
    }

    private func script(_ body: [UInt8]) throws(Refusal) -> FaultScript {
        do {
            return try JSON.decode(FaultScript.self, from: body)
        } catch {
            throw Refusal(400, "The fault script is not valid: see docs/simulators.md.")
        }
    }

    private func identified(_ reply: Reply, by vendor: any VendorSimulator) -> Reply {
        var reply = reply
        switch vendor.vendor {
        case .openai:
            reply.headers.set("x-request-id", "req_" + RandomText.hex(32))
            reply.headers.set("openai-version", "2020-10-01")
        case .claude:
            if reply.headers.value("request-id") == nil {
                reply.headers.set("request-id", ClaudeSimulator.requestID())
            }
            reply.headers.set("anthropic-organization-id", "00000000-0000-4000-8000-000000000000")
            reply.headers.set("anthropic-workspace-id", "wrkspc_simulated")
        case .google, .http:
            break
        }
        return reply
    }
}

/// Everything the simulators hold.
package struct SimulatorState: Equatable, Sendable {
    /// By vendor, oldest skill first.
    package let vendors: [String: [HeldSkill]]

    package subscript(vendor: SimulatedVendor) -> [HeldSkill] { vendors[vendor.rawValue] ?? [] }
}

extension Reply {
    fileprivate static func encoded(_ value: some Encodable) throws(Refusal) -> Reply {
        do {
            return Reply(body: try JSON.encode(value), contentType: "application/json")
        } catch {
            throw .storage
        }
    }
}
