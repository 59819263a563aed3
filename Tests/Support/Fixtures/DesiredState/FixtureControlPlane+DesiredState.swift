package import Contract

extension FixtureControlPlane {
    package func planDesiredState(_ request: DesiredStateRequest) async throws(Problem) -> DesiredStatePlan {
        try answer("planDesiredState", "planDesiredState \(request.state.skills.count)")
    }

    package func desiredState() async throws(Problem) -> DesiredState {
        try answer("getDesiredState", "desiredState")
    }
}
