import Contract

extension AlertSign {
    init(_ fact: AlertFact) {
        self.init(
            cause: fact.cause,
            at: fact.at,
            skills: fact.skill.map { [$0] } ?? [],
            message: fact.message
        )
    }

    init(_ failures: AlertFact.Failures, at time: Timestamp) {
        self.init(
            cause: failures.cause,
            at: time,
            count: failures.count,
            skills: failures.skills,
            message: failures.message
        )
    }
}
