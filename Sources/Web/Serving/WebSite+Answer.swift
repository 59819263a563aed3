import Contract
import HTTPTypes
import Hummingbird
import Requests

/// A request as the router hands it on.
struct Arrival: Sendable {
    let request: Request
    let parameters: Parameters
    let requestID: String
    /// The address at the other end of the connection.
    let peer: String?
    /// How the caller stands with its quota; nil where nothing is counted.
    let standing: RequestStanding?
    /// Why it is not to be answered; nil where it is.
    let refusal: Problem?
}

extension WebSite {
    /// Carries out a route and turns whatever it throws into a page or a fragment.
    func answer(_ route: Route, _ arrival: Arrival) async throws -> Response {
        var response = try await answerOf(route, arrival)
        response.headers.addSafeDefaults()
        return response
    }

    private func answerOf(_ route: Route, _ arrival: Arrival) async throws -> Response {
        var visit = Visit(arrival, site: self)
        do {
            if let refusal = arrival.refusal {
                if route.path == Self.externalSignInEnd { return visit.sentBackFromExternalSignIn() }
                throw refusal
            }
            try visit.requireSameOrigin()
            switch route.handler {
            case .open(let handler):
                try AddressBounds.check(visit.query)
                return try await handler(visit)
            case .signedIn(let handler):
                let plane = try await visit.signIn(asUse: route.isUse)
                visit.caller = try await plane.caller()
                try AddressBounds.check(visit.query)
                if !visit.isPartial {
                    let mayLook = (visit.isAllowed(.readProviders), visit.isAllowed(.readAlerts))
                    async let alerts = mayLook.1 ? try? OpenAlerts(plane) : nil
                    visit.pause = mayLook.0 ? try await plane.work().pause : nil
                    visit.openAlerts = await alerts
                }
                return try await handler(visit, plane)
            }
        } catch {
            return try visit.refusal(because: error)
        }
    }
}
