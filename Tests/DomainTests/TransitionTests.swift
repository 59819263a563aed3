import Contract
import Domain
import Testing

@Suite struct TransitionTests {
    private let unavailable = ProviderFailure(.providerUnavailable, "down")

    @Test func aClaimBeginsATryUnderItsLease() throws {
        let claimed = try task(.queued(due: start)).applying(.claim(lease), at: start)
        #expect(claimed.state == .running(lease))
        #expect(claimed.attempt == 1)
        #expect(claimed.startedAt == start)
    }

    @Test func aTransientFailureWaitsAndThenTheLastTryFails() throws {
        let first = try task(.running(lease), attempt: 1).applying(.fail(unavailable, jitter: 0.5), at: start)
        #expect(first.state == .retryWait(due: start + .seconds(1)))
        #expect(first.lastError?.code == .providerUnavailable)
        let last = try task(.running(lease), attempt: 5).applying(.fail(unavailable, jitter: 0.5), at: start)
        #expect(last.state == .failed)
        #expect(last.finishedAt == start)
    }

    /// JOB-09: codes that cannot get better by waiting are tried once.
    @Test(arguments: FailureCode.allCases.filter { !$0.isRetryable && $0 != .canceled })
    func aPermanentFailureIsTriedOnce(_ code: FailureCode) throws {
        let failed = try task(.running(lease), attempt: 1).applying(
            .fail(.init(code, ""), jitter: 0),
            at: start
        )
        #expect(failed.state == .failed)
    }

    @Test func theProvidersWordOnRetryingOutranksTheCode() throws {
        let stop = ProviderFailure(.providerUnavailable, "", shouldRetry: false)
        #expect(
            try task(.running(lease), attempt: 1).applying(.fail(stop, jitter: 0), at: start).state == .failed
        )
        let lost = ProviderFailure(.outcomeUnknown, "", shouldRetry: false)
        let next = try task(.running(lease), attempt: 1).applying(.fail(lost, jitter: 0), at: start)
        #expect(next.state.status == .retryWait)
    }

    @Test func waitingForTheProviderSpendsNoTry() throws {
        let waiting = try task(.running(lease), attempt: 1).applying(.wait(.seconds(3)), at: start)
        #expect(waiting.state == .retryWait(due: start + .seconds(3)))
        #expect(waiting.attempt == 0)
    }

    /// JOB-06: a graceful stop gives the task back untried.
    @Test func anInterruptedTaskIsQueuedAgainUntried() throws {
        let back = try task(.running(lease), attempt: 3).applying(.interrupt(begun: true), at: start)
        #expect(back.state == .queued(due: start))
        #expect(back.attempt == 2)
    }

    /// What nobody had begun is as it was before it was claimed, but for the time somebody first held it.
    @Test(arguments: [task(.queued(due: start)), task(.retryWait(due: start), attempt: 2)])
    func aTaskThatIsGivenBackUntouchedKeepsItsPlace(_ waiting: InstallTask) throws {
        let claimed = try waiting.applying(.claim(lease), at: start + .seconds(60))
        #expect(claimed.begunAt == start + .seconds(60))
        let back = try claimed.applying(.interrupt(begun: false), at: start + .seconds(90))
        #expect(back.state == .queued(due: start))
        #expect(back.attempt == waiting.attempt)
        #expect(back.begunAt == nil)
        // A try that was cut short is one that began.
        let cut = try claimed.applying(.interrupt(begun: true), at: start + .seconds(90))
        #expect(cut.state == .queued(due: start + .seconds(90)))
        #expect(cut.begunAt == start + .seconds(60))
        // And so is an earlier one.
        let again = try cut.applying(.claim(lease), at: start + .seconds(95))
        #expect(try again.applying(.interrupt(begun: false), at: start).begunAt == start + .seconds(60))
    }

    @Test func aTaskThatWorkersKeepDyingOverIsGivenUp() throws {
        var current = task(.queued(due: start))
        for rescue in 1...InstallTask.maximumRescues {
            current = try current.applying(.claim(lease), at: start).applying(.lapse, at: start)
            #expect(current.state == .retryWait(due: start))
            #expect(current.attempt == 0)
            #expect(current.rescues == rescue)
        }
        current = try current.applying(.claim(lease), at: start).applying(.lapse, at: start)
        #expect(current.state == .failed)
        #expect(current.lastError?.code == .watchdogTimeout)
    }

    /// JOB-11: in every open state.
    @Test func cancelEndsAWaitingTaskAndAsksARunningOneToEnd() throws {
        #expect(try task(.queued(due: start)).applying(.cancel, at: start).state == .canceled)
        #expect(try task(.retryWait(due: start)).applying(.cancel, at: start).state == .canceled)
        let running = try task(.running(lease), attempt: 1).applying(.cancel, at: start)
        #expect(running.state == .running(lease))
        #expect(running.cancelRequested)
        #expect(try running.applying(.fail(unavailable, jitter: 0), at: start).state == .canceled)
        #expect(try running.applying(.succeed(remote), at: start).state == .success)
    }

    /// JOB-11: what may have been sent is looked at before the task is called canceled.
    @Test func aCanceledTaskWithAnUnknownOutcomeIsLookedAtOnce() throws {
        let step = StepRecord(name: "create", at: start)
        let waiting = task(.retryWait(due: start + .seconds(60)), attempt: 1, step: step)
        let canceled = try waiting.applying(.cancel, at: start)
        #expect(canceled.state == .retryWait(due: start))
        #expect(canceled.cancelRequested)
        let looked = try canceled.applying(.claim(lease), at: start)
        let nothing = ProviderFailure(.canceled, "nothing had happened")
        #expect(try looked.applying(.fail(nothing, jitter: 0), at: start).state == .canceled)
        #expect(try looked.applying(.succeed(remote), at: start).state == .success)
    }

    /// JOB-11: a look that fails says nothing about what had happened.
    @Test func aCanceledTaskIsNotCalledCanceledWhileItsLookFails() throws {
        let step = StepRecord(name: "create", at: start)
        let looking = task(.running(lease), attempt: 1, cancelRequested: true, step: step)
        let next = try looking.applying(.fail(unavailable, jitter: 0), at: start)
        #expect(next.state == .retryWait(due: start))
        let denied = ProviderFailure(.authFailed, "no")
        #expect(try looking.applying(.fail(denied, jitter: 0), at: start).state == .failed)
    }

    @Test func anOutcomeThatIsUnknownIsLookedAtAlsoWithoutAStep() throws {
        let lost = ProviderFailure(.outcomeUnknown, "lost")
        let waiting = try task(.running(lease), attempt: 1).applying(.fail(lost, jitter: 0), at: start)
        let canceled = try waiting.applying(.cancel, at: start)
        #expect(canceled.state == .retryWait(due: start))
        #expect(canceled.cancelRequested)
    }

    @Test func aPersonsRetryGivesFreshTries() throws {
        let failed = try task(.running(lease), attempt: 5).applying(.fail(unavailable, jitter: 0), at: start)
        let retry = InstallTask.Action.retry(attempts: 5, request: "retry-1")
        let again = try failed.applying(retry, at: start + .seconds(60))
        #expect(again.state == .queued(due: start + .seconds(60)))
        #expect(again.requestID == "retry-1")
        #expect(again.maxAttempts == 10)
        #expect(again.finishedAt == nil)
    }

    @Test(arguments: [InstallTask.State.success, .failed, .canceled, .skipped])
    func aFinishedTaskTakesNoReport(_ state: InstallTask.State) {
        for action in [
            InstallTask.Action.claim(lease), .succeed(remote), .skip(nil), .wait(.zero),
            .interrupt(begun: true), .lapse,
        ] {
            #expect(throws: InstallTask.IllegalTransition.self) {
                try task(state).applying(action, at: start)
            }
        }
    }
}
