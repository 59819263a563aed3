import Contract
import Domain

let start = Timestamp(microseconds: 1_800_000_000_000_000)
let lease = InstallTask.Lease(worker: "w1", token: "t1", expires: start + .seconds(15))
let remote = RemoteReference(id: "skill_1", version: "1")

func task(
    _ state: InstallTask.State,
    attempt: Int = 0,
    maxAttempts: Int = 5,
    rescues: Int = 0,
    cancelRequested: Bool = false,
    step: StepRecord? = nil
) -> InstallTask {
    InstallTask(
        id: .init(rawValue: "task"),
        runID: .init(rawValue: "run"),
        kind: .install,
        skillID: .init(rawValue: "skill"),
        skill: "demo",
        version: 1,
        digest: "d1",
        provider: .init(rawValue: "openai"),
        state: state,
        attempt: attempt,
        maxAttempts: maxAttempts,
        rescues: rescues,
        cancelRequested: cancelRequested,
        step: step
    )
}
