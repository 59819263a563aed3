/// The public state of a run: these five and no others.
package enum RunStatus: String, Codable, CaseIterable, Sendable {
    case queued
    case running
    case success
    case failed
    case partialFailed = "partial_failed"

    package var isFinal: Bool {
        switch self {
        case .queued, .running: false
        case .success, .failed, .partialFailed: true
        }
    }
}

/// The state of one target of a run: one skill version on one provider.
package enum TaskStatus: String, Codable, CaseIterable, Sendable {
    case queued
    case running
    case retryWait = "retry_wait"
    case success
    case failed
    case canceled
    case skipped

    package var isFinal: Bool {
        switch self {
        case .queued, .running, .retryWait: false
        case .success, .failed, .canceled, .skipped: true
        }
    }
}

package enum RunKind: String, Codable, CaseIterable, Sendable {
    case install
    case uninstall
    /// Undoes what its parent run did.
    case rollback
}

/// The front door a command came through.
package enum CommandSource: String, Codable, CaseIterable, Sendable {
    case api
    case cli
    case web
    case chat
}

/// How many targets of a run are in each state.
package struct TaskCounts: Codable, Equatable, Sendable {
    package var queued = 0
    package var running = 0
    package var retryWait = 0
    package var success = 0
    package var failed = 0
    package var canceled = 0
    package var skipped = 0

    package init() {}

    /// How many have not ended: what a cancellation ends.
    package var open: Int { queued + running + retryWait }

    package var total: Int { queued + running + retryWait + success + failed + canceled + skipped }

    package subscript(status: TaskStatus) -> Int {
        get {
            switch status {
            case .queued: queued
            case .running: running
            case .retryWait: retryWait
            case .success: success
            case .failed: failed
            case .canceled: canceled
            case .skipped: skipped
            }
        }
        set {
            switch status {
            case .queued: queued = newValue
            case .running: running = newValue
            case .retryWait: retryWait = newValue
            case .success: success = newValue
            case .failed: failed = newValue
            case .canceled: canceled = newValue
            case .skipped: skipped = newValue
            }
        }
    }

    enum CodingKeys: String, CodingKey {
        case queued
        case running
        case retryWait = "retry_wait"
        case success
        case failed
        case canceled
        case skipped
    }
}
