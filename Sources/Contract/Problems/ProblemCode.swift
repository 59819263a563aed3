/// Why a request was refused: the stable names that clients may switch on.
package enum ProblemCode: String, Codable, CaseIterable, Sendable {
    case malformedRequest = "malformed_request"
    case validationFailed = "validation_failed"
    case invalidSkill = "invalid_skill"
    case invalidArchive = "invalid_archive"
    case importRefused = "import_refused"
    case authenticationRequired = "authentication_required"
    case permissionDenied = "permission_denied"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case notAcceptable = "not_acceptable"
    case conflict
    case rateLimited = "rate_limited"
    case nothingToRetry = "nothing_to_retry"
    case nothingToCancel = "nothing_to_cancel"
    case nothingToRollBack = "nothing_to_roll_back"
    case planChanged = "plan_changed"
    case idempotencyKeyInUse = "idempotency_key_in_use"
    case idempotencyKeyReused = "idempotency_key_reused"
    case preconditionFailed = "precondition_failed"
    case payloadTooLarge = "payload_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case preconditionRequired = "precondition_required"
    case storageFull = "storage_full"
    case sealingKeyMissing = "sealing_key_missing"
    case unavailable
    case `internal`

    /// The HTTP status that goes with it (RFC 9110; 428 and 429 are RFC 6585's, 507 is RFC 4918's).
    package var status: Int {
        switch self {
        case .malformedRequest: 400
        case .authenticationRequired: 401
        case .permissionDenied: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .conflict, .nothingToRetry, .nothingToCancel, .nothingToRollBack, .planChanged,
            .idempotencyKeyInUse, .sealingKeyMissing:
            409
        case .preconditionFailed: 412
        case .payloadTooLarge: 413
        case .unsupportedMediaType: 415
        case .validationFailed, .invalidSkill, .invalidArchive, .importRefused, .idempotencyKeyReused: 422
        case .preconditionRequired: 428
        case .rateLimited: 429
        case .internal: 500
        case .unavailable: 503
        case .storageFull: 507
        }
    }

    /// Whether it may pass by itself, so that the same request can succeed a moment later.
    package var mayPass: Bool {
        switch self {
        case .unavailable, .internal, .idempotencyKeyInUse, .rateLimited: true
        default: false
        }
    }

    /// Whether it says nothing of what was asked for: it may pass, or another sign-in may do.
    package var isInconclusive: Bool { mayPass || self == .authenticationRequired }

    package var title: String {
        switch self {
        case .malformedRequest: "The request could not be read"
        case .validationFailed: "The request has invalid values"
        case .invalidSkill: "The skill breaks rules of the Agent Skills specification"
        case .invalidArchive: "The archive cannot be accepted"
        case .importRefused: "The skill was not fetched from that address"
        case .authenticationRequired: "Sign in first"
        case .permissionDenied: "You may not do this"
        case .notFound: "There is no such thing"
        case .methodNotAllowed: "This address does not take that method"
        case .notAcceptable: "No answer in an accepted format"
        case .conflict: "Somebody else changed this first"
        case .rateLimited: "Too many tries"
        case .nothingToRetry: "No target of this run failed"
        case .nothingToCancel: "No target of this run is still open"
        case .nothingToRollBack: "This run changed nothing that could be undone"
        case .planChanged: "The plan is no longer what you confirmed"
        case .idempotencyKeyInUse: "The first request with this key is still being worked on"
        case .idempotencyKeyReused: "This key came with another request before"
        case .preconditionFailed: "It is not what you last saw"
        case .payloadTooLarge: "The request is too large"
        case .unsupportedMediaType: "This content type is not accepted here"
        case .preconditionRequired: "Say which state you mean to change"
        case .storageFull: "There is no room for more skills"
        case .sealingKeyMissing: "This server cannot keep secrets"
        case .unavailable: "The service cannot do this right now"
        case .internal: "Something broke on our side"
        }
    }

    package var nextStep: String {
        switch self {
        case .malformedRequest: "Correct the syntax; docs/05-api-contract.md shows a working request."
        case .validationFailed: "Correct every entry of `errors` and send again; nothing was changed."
        case .invalidSkill: "Apply the fix named with each finding and upload again; nothing was changed."
        case .invalidArchive: "Pack the folder again with ordinary files only; nothing was changed."
        case .importRefused:
            "Fetch it yourself and upload it, or ask whoever runs the server about --url-import."
        case .authenticationRequired:
            "Send `Authorization: Bearer <token>`; `skillyard token create` makes one."
        case .permissionDenied: "Ask an administrator for the role or scope that `detail` names."
        case .notFound: "Check the name or id; the list of the same kind shows what exists."
        case .methodNotAllowed: "See the `Allow` header or /openapi.json."
        case .notAcceptable: "Accept application/json."
        case .conflict: "Read the newest state, then try again."
        case .rateLimited: "Wait as long as `Retry-After` says, then try again."
        case .nothingToRetry: "Look at the run's targets; start a new run to install again."
        case .nothingToCancel: "The run has ended; use rollback to undo it."
        case .nothingToRollBack: "Look at the run's targets; only successful ones can be undone."
        case .planChanged: "Ask for the plan again and confirm that one."
        case .idempotencyKeyInUse: "Wait a moment and send the same request again."
        case .idempotencyKeyReused: "Use a new key for a new request."
        case .preconditionFailed: "Read it again, look at what changed, then send with its new `ETag`."
        case .payloadTooLarge: "Make it smaller; the limit is named in `detail`."
        case .unsupportedMediaType: "Use one of the content types named in `detail`."
        case .preconditionRequired:
            "Send `If-Match` with the `ETag` you read, or `*`; for something new, `If-None-Match: *`."
        case .storageFull: "Ask whoever runs the server to raise --bundle-storage-mib; nothing was changed."
        case .sealingKeyMissing:
            "Give every node the same SKILLYARD_SECRETS_KEY or SKILLYARD_SECRETS_KEY_FILE; nothing was changed."
        case .unavailable: "Try again shortly; /readyz tells what is wrong."
        case .internal: "Try again; if it stays, report the `request_id`."
        }
    }
}
