import Contract

/// How what stands would become what is desired, for people.
struct DesiredStateText {
    let plan: DesiredStatePlan

    func show(_ session: Session) throws {
        try session.show(plan) { console in
            let targets = plan.steps.flatMap(\.plan.targets) + plan.blocked
            if targets.isEmpty {
                console.note("Everything stands as desired: \(counted(plan.unchanged, "target")).")
                return
            }
            console.print(PlanText.table(targets, console.style))
            for target in targets { PlanText.explain(target, console) }
            let runs = counted(plan.steps.count, "run")
            console.note("\(runs); \(counted(plan.unchanged, "target")) stand as desired.")
            console.note("Nothing was changed. To do it: add --yes")
        }
        try CommandStatus(
            succeeded: plan.unchanged + plan.steps.reduce(0) { $0 + $1.plan.targets.count },
            failed: plan.blocked.count
        ).end()
    }
}
