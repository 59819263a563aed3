package import Contract

/// Something that happened, before it has its place in the order.
package struct NewEvent: Equatable, Sendable {
    package let kind: EventView.Kind
    package let runID: RunID?
    package let taskID: TaskID?
    package let skill: String?
    package let provider: ProviderID?
    package let status: String?
    package let code: FailureCode?

    package init(
        _ kind: EventView.Kind,
        runID: RunID? = nil,
        taskID: TaskID? = nil,
        skill: String? = nil,
        provider: ProviderID? = nil,
        status: String? = nil,
        code: FailureCode? = nil
    ) {
        self.kind = kind
        self.runID = runID
        self.taskID = taskID
        self.skill = skill
        self.provider = provider
        self.status = status
        self.code = code
    }
}
