import Contract
import Domain
import Logging
import Store

/// The control plane as one signed-in caller may use it.
///
/// Every operation first asks ``permit(_:)``; the operations themselves lie in the folders of their features.
package struct EngineSession: ControlPlane {
    let engine: Engine
    let signedIn: Caller

    /// Carries out what changes something, if the caller's role may; a refusal stands in the audit log, too.
    ///
    /// - Parameters:
    ///   - operation: What is asked for.
    ///   - subject: What it is done to, as far as that is known before.
    ///   - source: The front door, where it is not the caller's.
    ///   - explain: What a refusal's entry says beside its code.
    ///   - body: Asks for the scope, does it, and writes the entry of its success with it.
    /// - Returns: What `body` returned.
    /// - Throws: ``Problem``
    func carryOut<Result>(
        _ operation: Operation,
        on subject: String,
        source: CommandSource? = nil,
        explaining explain: (Problem) -> [String: String] = { _ in [:] },
        _ body: () async throws -> Result
    ) async throws(Problem) -> Result {
        try await permit(operation)
        do throws(Problem) { return try await answer(body) } catch {
            // A denial stands there already, and where the database is away nothing can be written.
            guard error.code != .permissionDenied, error.code != .unavailable else { throw error }
            let refusal = entry(
                operation.rawValue,
                on: subject,
                outcome: "refused",
                source: source,
                detail: explain(error).merging(["code": error.code.rawValue]) { $1 }
            )
            let now = engine.now()
            // Best effort: that it was refused is what the caller has to hear.
            try? await engine.database.write { try AuditTable($0).append([refusal], at: now) }
            throw error
        }
    }

    /// Runs a use case and turns whatever it throws into a ``Problem``; a denial is audited.
    func answer<Result>(_ body: () async throws -> Result) async throws(Problem) -> Result {
        do { return try await body() } catch let denial as Denial {
            throw await refused(denial)
        } catch {
            throw problem(error)
        }
    }

    func problem(_ error: any Error) -> Problem { engine.problem(error, requestID: signedIn.requestID) }

    func entry(
        _ action: String,
        on subject: String,
        outcome: String = "accepted",
        source: CommandSource? = nil,
        detail: [String: String] = [:]
    ) -> NewAuditEntry {
        var detail = detail
        detail["token"] = signedIn.tokenOfAccount
        detail["trace_id"] = signedIn.trace?.traceID
        // Names are given anew; ids are not.
        detail["account"] = signedIn.account?.rawValue
        return NewAuditEntry(
            actor: signedIn.name,
            action: action,
            subject: subject,
            outcome: outcome,
            source: (source ?? signedIn.source).rawValue,
            requestID: signedIn.requestID,
            detail: detail
        )
    }
}

extension Engine {
    /// What a caller is told of an error; its cause goes to the log.
    func problem(_ error: any Error, requestID: String) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case StoreError.conflict: return Problem(.conflict, as: "row", "The row was changed in the meantime.")
        case StoreError.invalidCursor:
            let fault = Problem.Fault("?cursor", .format, as: "cursor", "No cursor of this list.")
            let detail: Phrase = "The cursor is not one that this list gave."
            return Problem(.validationFailed, as: "cursor", detail, errors: [fault])
        case StoreError.unavailable, BundleShelf.Trouble.unavailable:
            let detail: Phrase = "The database cannot be used right now."
            return Problem(.unavailable, as: "database", detail, retryAfterSeconds: 1)
        default:
            // The caller gets the request id to find it by.
            logger.error("request failed", metadata: ["request_id": "\(requestID)", "error": "\(error)"])
            return Problem(.internal, as: "request", "The request could not be carried out.")
        }
    }
}
