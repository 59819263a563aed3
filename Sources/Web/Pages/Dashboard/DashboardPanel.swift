import Contract

/// A part of the dashboard: what it shows, or why it cannot.
struct DashboardPanel<Content: Sendable>: Sendable {
    let content: Content?
    let refusal: RefusalModel?

    /// Nil where nobody asked for it.
    init?<Value>(_ answer: Answer<Value>?, _ visit: Visit, _ content: (Value) -> Content) {
        switch answer {
        case nil: return nil
        case .success(let value): (self.content, refusal) = (content(value), nil)
        case .failure(let problem):
            (self.content, refusal) = (nil, RefusalModel(problem.of(visit), visit))
        }
    }
}

extension Problem {
    /// With the id of the request that was refused, for whoever reads the log.
    func of(_ visit: Visit) -> Problem {
        var problem = self
        problem.requestID = visit.requestID
        return problem
    }
}
