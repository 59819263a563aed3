import Contract
import HTTPTypes
import Hummingbird
import Requests

/// Answers a browser that asks for a page which is not there with one that says so.
///
/// Everything else keeps the answer it would have had.
struct UnknownPageMiddleware<Context: RequestContext>: RouterMiddleware {
    let site: WebSite
    let requestID: @Sendable (Context) -> String
    let standing: @Sendable (Context) -> RequestStanding?
    let refusal: @Sendable (Context) -> Problem?

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && wantsPage(request) {
            let arrival = Arrival(
                request: request,
                parameters: context.parameters,
                requestID: requestID(context),
                peer: nil,
                standing: standing(context),
                refusal: refusal(context)
            )
            var visit = Visit(arrival, site: site)
            if let refusal = arrival.refusal { return try answer(visit, because: refusal) }
            // Who has not signed in gets the same without the navigation.
            if let plane = try? await visit.signIn() { visit.caller = try? await plane.caller() }
            return try answer(visit, because: error)
        }
    }

    private func answer(_ visit: Visit, because error: any Error) throws -> Response {
        var response = try visit.refusal(because: error)
        response.headers.addSafeDefaults()
        return response
    }

    private func wantsPage(_ request: Request) -> Bool {
        (request.method == .get || request.method == .head) && !request.uri.path.hasPrefix("/api/")
            && request.headers[.accept]?.contains("text/html") == true
    }
}
