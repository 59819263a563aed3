import Contract
import Domain
import Traces
import Tracing

extension SpanTracer {
    /// Carries out a try as a span of the trace that asked for its task, whichever node that was at.
    ///
    /// - Parameters:
    ///   - task: Which was claimed.
    ///   - worker: Whose try it is.
    ///   - body: Carries it out; what it asks of others are spans below.
    /// - Returns: What `body` returned.
    func withTry(
        of task: InstallTask,
        by worker: String,
        _ body: (RecordedSpan) async -> InstallTask.Action
    ) async -> InstallTask.Action {
        let span = startSpan("try", context: .of(task.traceParent), ofKind: .consumer)
        span.tell(of: task, by: worker)
        let action = await ServiceContext.withValue(span.context) { await body(span) }
        span.tell(of: action)
        span.end()
        return action
    }
}

extension RecordedSpan {
    fileprivate func tell(of task: InstallTask, by worker: String) {
        guard isRecording else { return }
        operationName = "\(task.kind.rawValue) \(task.provider)"
        updateAttributes { attributes in
            attributes["skillyard.run"] = task.runID.rawValue
            attributes["skillyard.target"] = task.id.rawValue
            attributes["skillyard.skill"] = "\(task.skill)@\(task.version)"
            attributes["skillyard.provider"] = task.provider.rawValue
            attributes["skillyard.attempt"] = task.attempt
            attributes["skillyard.worker"] = worker
            attributes["skillyard.request_id"] = task.requestID
        }
    }

    func tell(of provider: Provider) {
        guard isRecording else { return }
        updateAttributes { $0["skillyard.provider_kind"] = provider.settings.kind.rawValue }
    }

    fileprivate func tell(of action: InstallTask.Action) {
        guard isRecording else { return }
        updateAttributes { $0["skillyard.outcome"] = action.outcome }
        if case .fail(let failure, _) = action {
            updateAttributes { $0["skillyard.code"] = failure.code.rawValue }
            setStatus(SpanStatus(code: .error))
        }
    }
}
