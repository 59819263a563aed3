import Contract
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Requests
import Traces
import Tracing

/// The one layer around every route: request id, problem documents, security headers, the log line.
struct AnswerMiddleware: RouterMiddleware {
    let site: APISite
    let table: RouteTable

    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        context.requestID = RequestID.of(request, now: site.now)
        context.standing = standing(of: request, context)
        let span = span(of: request, context.standing)
        context.trace = span.place
        var response: Response
        do {
            let context = context
            response = try await ServiceContext.withValue(span.context) { try await next(request, context) }
        } catch {
            response = try refusal(of: request, context, because: error)
        }
        response.headers.addSafeDefaults(strictTransport: site.strictTransport)
        response.headers[.requestID] = context.requestID
        response.headers[.traceResponse] = span.place.text
        context.standing?.add(to: &response.headers)
        let duration = ContinuousClock.now - start
        RequestMetrics.answered(request.method, context.endpointPath, response.status, after: duration)
        log(request, context, response, after: duration)
        span.end(request, context, response)
        return response
    }

    /// Belongs to the trace of whoever asks, or begins one.
    private func span(of request: Request, _ standing: RequestStanding?) -> RecordedSpan {
        let path = request.uri.path
        // Whoever watches a node asks all the time, and a page has many files.
        let isQuiet = ["/healthz", "/readyz", "/metrics"].contains(path) || site.isFile(path)
        // A flood that is refused must not push out what is looked for, nor may just anybody say what is recorded.
        let isRefused = standing?.refusal != nil
        let isKnown = standing.map { $0.policy != .address } ?? false
        let tracer =
            isQuiet || isRefused ? SpanTracer() : isKnown ? site.tracer : site.tracer.doubtful
        return tracer.startSpan(
            request.method.rawValue,
            context: .of(TraceParent(of: request)),
            ofKind: .server
        )
    }

    /// What watches the node, or is part of a page, does not count.
    ///
    /// Neither must stop working when somebody asks much. Scrapes count apart, and those with a token that nobody knows
    /// like anything else from their address; so does what asks for a file that is not there.
    private func standing(of request: Request, _ context: APIContext) -> RequestStanding? {
        let path = request.uri.path
        let isScrape = path == "/metrics"
        guard path != "/healthz", path != "/readyz", !site.isFile(path) else { return nil }
        return site.limits.requests.charge(
            SentSecret.used(request.headers, isPage: !RequestMetrics.isForPrograms(path) && !isScrape),
            isScrape: isScrape,
            from: site.callers.address(peer: context.peer, request.headers)
        )
    }

    private func refusal(
        of request: Request,
        _ context: APIContext,
        because error: any Error
    ) throws -> Response {
        var allow: [String] = []
        var problem: Problem
        if let error = error as? HTTPError, error.status == .notFound, context.endpointPath == "NotFound" {
            allow = table.methods(at: request.uri.path)
            problem = unrouted(request, allow: allow)
        } else {
            problem = Problem(translating: error)
        }
        problem.requestID = context.requestID
        if problem.status == 500 { logFault(problem, request, context, error) }
        var response = try site.encoder.response(to: problem)
        if !allow.isEmpty { response.headers[.allow] = allow.joined(separator: ", ") }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func unrouted(_ request: Request, allow: [String]) -> Problem {
        allow.isEmpty
            ? Problem(.notFound, "Nothing stands at this address; /openapi.json lists what does.")
            : Problem(.methodNotAllowed, "This address takes \(allow.joined(separator: ", ")).")
    }

    private func log(
        _ request: Request,
        _ context: APIContext,
        _ response: Response,
        after duration: Duration
    ) {
        guard site.logger.logLevel <= .debug else { return }
        site.logger.debug(
            "Request answered.",
            metadata: [
                "method": "\(request.method.rawValue)",
                "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)",
                "duration_us": "\(duration.wholeMicroseconds)",
                "request_id": "\(context.requestID)",
                "trace_id": "\(context.trace?.traceID ?? "none")",
            ]
        )
    }

    /// Names the kind of error only: an unforeseen error's text might hold what a request held.
    private func logFault(_ problem: Problem, _ request: Request, _ context: APIContext, _ error: any Error) {
        site.logger.error(
            "Request failed on our side.",
            metadata: [
                "method": "\(request.method.rawValue)",
                "route": "\(context.endpointPath ?? "none")",
                "detail": "\(problem.detail)",
                "error": "\(String(reflecting: type(of: error)))",
                "request_id": "\(context.requestID)",
                "trace_id": "\(context.trace?.traceID ?? "none")",
            ]
        )
    }
}

extension RecordedSpan {
    fileprivate func end(_ request: Request, _ context: APIContext, _ response: Response) {
        defer { end() }
        guard isRecording else { return }
        operationName = "\(request.method.rawValue) \(context.endpointPath ?? "none")"
        updateAttributes { attributes in
            attributes["http.request.method"] = request.method.rawValue
            attributes["http.route"] = context.endpointPath
            attributes["http.response.status_code"] = Int(response.status.code)
            attributes["skillyard.request_id"] = context.requestID
        }
        if response.status.code >= 500 { setStatus(SpanStatus(code: .error)) }
    }
}
