import Contract
import HTTPTypes
import Hummingbird
import Requests

extension APISite {
    static let getOverview: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let range = query.choice("range", of: OverviewRange.self) ?? .day
        let overview = OverviewQuery(range, runs: query.runTraits())
        try query.finish()
        return try call.json(try await plane.overview(overview))
    }

    static let getMatrix: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.matrix(try call.skillQuery()))
    }
}
