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

    /// - Throws: ``Problem`` with `permission_denied`; the denial is audited.
    func permit(_ operation: Operation) async throws(Problem) {
        guard signedIn.role < operation.requiredRole else { return }
        let needed = operation.requiredRole.rawValue
        let denial = entry(operation.rawValue, on: "-", outcome: "denied", detail: ["needed_role": needed])
        let now = engine.now()
        try await answer {
            try await engine.database.write { try AuditTable($0).append([denial], at: now) }
        }
        throw Problem(
            .permissionDenied,
            as: "role",
            """
            This takes the role \(needed, as: "needed"); your token has \(signedIn.role.rawValue, as: "role").
            """
        )
    }

    /// Runs a use case and turns whatever it throws into a ``Problem``.
    func answer<Result>(_ body: () async throws -> Result) async throws(Problem) -> Result {
        do { return try await body() } catch {
            throw problem(error)
        }
    }

    private func problem(_ error: any Error) -> Problem {
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
            // The cause goes to the log and not to the caller, who gets the request id to find it by.
            engine.logger.error(
                "request failed",
                metadata: ["request_id": "\(signedIn.requestID)", "error": "\(error)"]
            )
            return Problem(.internal, as: "request", "The request could not be carried out.")
        }
    }

    func entry(
        _ action: String,
        on subject: String,
        outcome: String = "accepted",
        source: CommandSource? = nil,
        detail: [String: String] = [:]
    ) -> NewAuditEntry {
        NewAuditEntry(
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
