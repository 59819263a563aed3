import Contract
import Domain

extension InstallTask.Action {
    /// Everything that ``outcome`` may say of a try that ended.
    static let outcomes =
        ["success", "skipped", "waiting", "interrupted"] + FailureCode.allCases.map(\.rawValue)

    /// Why a try failed that ended so; nil for one that did not.
    var failureCode: FailureCode? {
        switch self {
        case .fail(let failure, _), .hold(let failure, _): failure.code
        default: nil
        }
    }

    /// How a try that ended so is called in the history and in metrics.
    var outcome: String {
        switch self {
        case .succeed: "success"
        case .skip: "skipped"
        case .fail(let failure, _), .hold(let failure, _): failure.code.rawValue
        case .wait: "waiting"
        case .interrupt: "interrupted"
        case .lapse: FailureCode.leaseLost.rawValue
        case .claim, .cancel, .stop, .retry, .release, .approve, .refuse, .expire: "unknown"
        }
    }
}
