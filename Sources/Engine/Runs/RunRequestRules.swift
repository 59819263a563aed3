import Contract

/// What can be said against a request before looking anything up.
enum RunRequestRules {
    static func faults(_ request: RunRequest, at now: Timestamp) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if request.kind == .rollback {
            faults.append(
                .init("/kind", .choice, "A rollback undoes a run: POST /api/install-runs/{id}/rollback.")
            )
        }
        if request.skills.isEmpty {
            faults.append(.init("/skills", .required, as: "run_skills", "Name at least one skill."))
        }
        if request.providers.isEmpty {
            faults.append(
                .init("/providers", .required, as: "run_providers", "Name at least one provider.")
            )
        }
        faults += duplicates(request.skills.map(\.name), at: "/skills", "name")
        faults += duplicates(request.providers.map(\.rawValue), at: "/providers", nil)
        let targets = request.skills.count * request.providers.count
        if targets > RunRequest.maximumTargets {
            faults.append(
                .init(
                    "/skills",
                    .range,
                    as: "run_targets",
                    """
                    That is \(targets, as: "targets") targets; \
                    a run takes \(RunRequest.maximumTargets, as: "limit").
                    """
                )
            )
        }
        return faults + WaveRules.faults(request, at: now) + reasonFaults(request.reason)
    }

    static func reasonFaults(_ reason: String?) -> [Problem.Fault] {
        guard let reason, reason.count > 500 else { return [] }
        return [.init("/reason", .length, as: "reason", "A reason has at most 500 characters.")]
    }

    /// - Parameters:
    ///   - reason: Why something is done that others are told of.
    ///   - fault: What is wrong where there is none.
    /// - Throws: ``Problem``
    static func require(reason: String, elseFault fault: Problem.Fault) throws(Problem) {
        let isMissing = reason.allSatisfy(\.isWhitespace)
        let faults = reasonFaults(reason) + (isMissing ? [fault] : [])
        guard faults.isEmpty else {
            throw Problem(.validationFailed, as: "reason", "The reason cannot be taken.", errors: faults)
        }
    }

    /// - Throws: ``Problem`` for a comment that is too long.
    static func require(comment: String?) throws(Problem) {
        guard let comment, comment.unicodeScalars.count > 500 else { return }
        let fault = Problem.Fault("/comment", .length, as: "comment", "A comment has at most 500 characters.")
        throw Problem(.validationFailed, as: "comment", "The comment cannot be taken.", errors: [fault])
    }

    private static func duplicates(_ names: [String], at pointer: String, _ field: String?) -> [Problem.Fault]
    {
        var seen: Set<String> = []
        var faults: [Problem.Fault] = []
        for (index, name) in names.enumerated() where !seen.insert(name).inserted {
            let place = "\(pointer)/\(index)" + (field.map { "/\($0)" } ?? "")
            faults.append(.init(place, .repeated, as: "run_target", "\(name, as: "name") is named twice."))
        }
        return faults
    }
}
