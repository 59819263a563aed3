package import Contract
import NIOHTTP1

extension HTTPControlPlane {
    package func scan(version number: Int, of skill: String) async throws(Problem) -> SkillScan {
        try await send(.get(path(number, skill, "scan")))
    }

    package func waivers(version number: Int, of skill: String) async throws(Problem) -> Page<ScanWaiver> {
        try await send(.get(path(number, skill, "waivers")))
    }

    package func waive(_ request: WaiverRequest, version number: Int, of skill: String) async throws(Problem)
        -> ScanWaiver
    {
        try await send(try .send(.POST, path(number, skill, "waivers"), request))
    }

    package func revokeWaiver(
        _ id: WaiverID,
        version number: Int,
        of skill: String,
        if precondition: Precondition
    ) async throws(Problem) -> ScanWaiver {
        let path = path(number, skill, "waivers") + Address.path(id.rawValue)
        return try await send(Command(method: .DELETE, path: path).on(precondition))
    }

    private func path(_ number: Int, _ skill: String, _ part: String) -> String {
        Address.path("api", "skills", skill, "versions", String(number), part)
    }
}
