import Contract

/// What can be said against a desired state before looking anything up.
enum DesiredStateRules {
    /// - Throws: ``Problem`` with every fault.
    static func check(_ state: DesiredState) throws(Problem) {
        var faults: [Problem.Fault] = []
        if state.skills.count > DesiredState.maximumEntries {
            let limit = DesiredState.maximumEntries
            faults.append(
                .init(
                    "/skills",
                    .range,
                    as: "state_entries",
                    "A desired state has at most \(limit, as: "limit") entries."
                )
            )
        }
        if state.skills.isEmpty, !state.prune {
            faults.append(.init("/skills", .required, as: "run_skills", "Name at least one skill."))
        }
        try refuse(faults)
    }

    /// - Throws: ``Problem`` where there are any.
    static func refuse(_ faults: [Problem.Fault]) throws(Problem) {
        guard !faults.isEmpty else { return }
        throw Problem(
            .validationFailed,
            as: "desired_state",
            "The desired state cannot be planned.",
            errors: faults
        )
    }
}
