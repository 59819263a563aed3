package import Contract

/// How the program ends; scripts may rely on these numbers.
package enum CommandStatus: Int32, CaseIterable, Sendable {
    /// Done.
    case ok = 0
    /// The server could not be reached or something broke: trying again may help.
    case failure = 1
    /// The command or one of its values is wrong.
    case usage = 2
    /// Some of it succeeded.
    case partial = 3
    /// It was carried out and failed, or was refused for what it is.
    case failed = 4
    /// The token is missing, unknown or not allowed to do this.
    case denied = 5

    package init(_ problem: Problem) {
        switch problem.code {
        case .authenticationRequired, .permissionDenied, .rateLimited:
            self = .denied
        case .malformedRequest, .validationFailed:
            self = .usage
        case .invalidSkill, .invalidArchive, .importRefused, .notFound, .conflict, .nothingToRetry,
            .nothingToCancel, .nothingToRollBack, .planChanged, .idempotencyKeyInUse, .idempotencyKeyReused,
            .preconditionFailed, .payloadTooLarge, .storageFull, .sealingKeyMissing:
            self = .failed
        case .methodNotAllowed, .notAcceptable, .unsupportedMediaType, .preconditionRequired,
            .unavailable, .internal:
            self = .failure
        }
    }

    /// Of a run that was waited for; a run still open counts as accepted.
    package init(_ status: RunStatus) {
        switch status {
        case .queued, .running, .success: self = .ok
        case .partialFailed: self = .partial
        case .failed: self = .failed
        }
    }

    /// Of several things done one after the other.
    package init(succeeded: Int, failed: Int) {
        if failed == 0 {
            self = .ok
        } else {
            self = succeeded == 0 ? .failed : .partial
        }
    }
}
