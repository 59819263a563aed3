import Contract
import HTTPTypes
import Hummingbird
import Logging

extension Visit {
    /// The page or fragment that tells of an error.
    func refusal(because error: any Error) throws -> Response {
        let problem = translated(error)
        if problem.code == .authenticationRequired {
            let ended = keptSecret == nil ? nil : "yes"
            return redirect(to: Address("/sign-in", ["next": returnAddress, "ended": ended]).text)
        }
        let model = RefusalModel(problem, self)
        let status = HTTPResponse.Status(code: problem.status)
        var response =
            try isPartial
            ? part("errors/note", status: status, model)
            : page("errors/refusal", title: model.title, status: status, model)
        if let seconds = problem.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
        guard isPartial else { return response }
        response.headers[.hxTrigger] =
            signal([], toast: Toast(kind: .fail, text: model.summary)).headers[
                .hxTrigger
            ]
        return response
    }

    /// Where to go on after signing in, or after a refusal: the page itself, never something that would be done again.
    ///
    /// For a part of a page, and for what a form sends, it is the page the visitor sees.
    var returnAddress: String? {
        if request.method == .get && !isPartial { return request.uri.description }
        let seen = request.headers[isPartial ? .hxCurrentURL : .referer] ?? ""
        guard let host = request.head.authority else { return nil }
        for origin in ["http://\(host)", "https://\(host)"] where seen.hasPrefix(origin + "/") {
            let address = seen.dropFirst(origin.count).prefix { $0 != "#" }
            return WebSite.ownPath(Self.readable(String(address)))
        }
        return nil
    }

    /// The same, or the page above it where the address only takes what a form sends: `/install` for `/install/plan`.
    private static func readable(_ address: String) -> String {
        let path = address.prefix { $0 != "?" }
        let methods = WebSite.routes.filter { $0.path == path }.map(\.method)
        guard !methods.isEmpty, !methods.contains(.get), let end = path.lastIndex(of: "/") else {
            return address
        }
        return String(path[..<end])
    }

    private func translated(_ error: any Error) -> Problem {
        if var problem = error as? Problem {
            problem.requestID = requestID
            return problem
        }
        if let error = error as? HTTPError, error.status == .notFound {
            var problem = Problem(.notFound, as: "address", "Nothing stands at this address.")
            problem.requestID = requestID
            return problem
        }
        site.logger.error(
            "Page failed on our side.",
            metadata: [
                "path": "\(request.uri.path)", "error": "\(String(reflecting: type(of: error)))",
                "request_id": "\(requestID)",
            ]
        )
        var problem = Problem(.internal, as: "page", "The page could not be made.")
        problem.requestID = requestID
        return problem
    }
}

/// A refusal in words for the visitor.
struct RefusalModel: Sendable {
    let code: String
    let status: Int
    let title: String
    /// What is wrong this time: each fault, or what the refusal says as a whole.
    let details: [Said]
    let nextStep: String
    let requestID: String?
    /// Where asking once more may help: the address itself, or the page whose form was sent.
    let again: String?
    /// In one line, for a toast.
    let summary: String

    init(_ problem: Problem, _ visit: Visit) {
        code = problem.code.rawValue
        status = problem.status
        title = visit.words["problem.\(problem.code.rawValue)"]
        nextStep = visit.words["problem.\(problem.code.rawValue)_next"]
        details =
            problem.errors.isEmpty
            ? [visit.words.said(problem.detail, problem.wording)]
            : problem.errors.map { visit.words.said($0.detail, $0.wording) }
        requestID = problem.requestID
        again = problem.code.mayPass ? visit.returnAddress.flatMap(WebSite.ownPath) : nil
        // A conflict has many causes, and its title names the commonest only.
        let cause = problem.code == .conflict ? details.first { $0.lang == nil }?.text : nil
        summary = [cause ?? "\(title).", nextStep].joined(separator: " ")
    }
}
