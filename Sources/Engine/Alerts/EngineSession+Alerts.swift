package import Contract
import Domain
import Store

extension EngineSession {
    package func alerts(_ query: AlertQuery) async throws(Problem) -> Page<AlertView> {
        try await permit(.readAlerts)
        let now = engine.now()
        return try await answer { try await engine.database.read { try AlertTable($0).list(query, at: now) } }
    }

    package func alert(_ id: AlertID) async throws(Problem) -> AlertView {
        try await permit(.readAlerts)
        let now = engine.now()
        return try await found(.missing(alert: id)) { try AlertTable($0).find(id, at: now) }
    }

    package func acknowledgeAlert(
        _ id: AlertID,
        _ acknowledgement: AlertAcknowledgement
    ) async throws(Problem) -> AlertView {
        try await carryOut(.acknowledgeAlert, on: "alert:\(id)") {
            try AlertRequestRules.check(reason: acknowledgement.reason)
            return try await lookAfter(id, .acknowledgeAlert, reason: acknowledgement.reason, until: nil)
        }
    }

    package func snoozeAlert(_ id: AlertID, _ snooze: AlertSnooze) async throws(Problem) -> AlertView {
        try await carryOut(.snoozeAlert, on: "alert:\(id)") {
            if let reason = snooze.reason { try AlertRequestRules.check(reason: reason) }
            let now = engine.now()
            let limit = now + .seconds(AlertSnooze.longestDays * 86_400)
            if snooze.until <= now || snooze.until > limit {
                let days = AlertSnooze.longestDays
                let rule: Phrase = "A time within \(days, as: "days") days from now is expected."
                try AlertRequestRules.check([.init("/until", .range, as: "snooze_end", rule)])
            }
            return try await lookAfter(id, .snoozeAlert, reason: snooze.reason, until: snooze.until)
        }
    }

    private func lookAfter(
        _ id: AlertID,
        _ operation: Operation,
        reason: String?,
        until end: Timestamp?
    ) async throws -> AlertView {
        let (now, person) = (engine.now(), signedIn.name)
        var detail: [String: String] = [:]
        detail["reason"] = reason
        detail["until"] = end?.description
        let audited = entry(operation.rawValue, on: "alert:\(id)", detail: detail)
        let changed = try await engine.database.write { connection in
            let table = AlertTable(connection)
            guard let alert = try table.lock(id, at: now) else { throw Problem.missing(alert: id) }
            try requireScope(operation, [alert.cause.provider], at: "", connection)
            guard alert.state != .recovered else {
                throw Problem(.conflict, as: "alert_recovered", "The alert has recovered already.")
            }
            try table.acknowledge(id, by: person, reason: reason, until: end, at: now)
            guard let changed = try table.find(id, at: now) else { throw Problem.missing(alert: id) }
            let event = NewEvent(.alertChanged, of: changed.cause, state: changed.state)
            try EventTable(connection).append([event], at: now)
            try AuditTable(connection).append([audited], at: now)
            return changed
        }
        engine.signals.announce(.events)
        return changed
    }
}
