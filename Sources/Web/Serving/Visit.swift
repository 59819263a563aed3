import Contract
import HTTPTypes
import Hummingbird
import Requests

/// One request of a browser: who asks, in which language, for a page or a part of one.
struct Visit: Sendable {
    let site: WebSite
    let request: Request
    let requestID: String
    /// The other end of the connection.
    let peer: String?
    /// How the caller stands with its quota; nil where nothing is counted.
    let standing: RequestStanding?
    private let parameters: Parameters
    let words: Words
    let theme: Theme?
    let density: Density
    /// Whether single keys do something; voice control types them by mistake (WCAG 2.2, 2.1.4).
    let hasKeys: Bool
    /// Known once the visitor has signed in.
    var caller: CallerView?
    /// The pause of everything, as far as a whole page is asked for.
    var pause: PauseView?
    /// The same of alerts; nil also where they cannot be had, as every page is worth showing without.
    var openAlerts: OpenAlerts?

    init(_ arrival: Arrival, site: WebSite) {
        self.site = site
        request = arrival.request
        requestID = arrival.requestID
        peer = arrival.peer
        standing = arrival.standing
        parameters = arrival.parameters
        let chosen = request.cookies[WebCookie.language]?.value
        words = site.languages.words(chosen: chosen, accepted: request.headers[.acceptLanguage])
        theme = request.cookies[WebCookie.theme].flatMap { Theme(rawValue: $0.value) }
        density = request.cookies[WebCookie.density].flatMap { Density(rawValue: $0.value) } ?? .comfortable
        hasKeys = request.cookies[WebCookie.keys]?.value != "off"
    }

    /// The part of the page that htmx asks for, by the id of its element; nil when a whole page is wanted.
    var fragment: String? {
        guard isPartial else { return nil }
        return request.headers[.hxTarget] ?? ""
    }

    /// Whether the answer goes into a page that is already there.
    var isPartial: Bool {
        request.headers[.hxRequest] == "true" && request.headers[.hxHistoryRestore] != "true"
    }

    /// Whether the visitor may do it, at least somewhere; where exactly, the engine says.
    func isAllowed(_ operation: Operation) -> Bool {
        caller?.operations.contains(operation) ?? false
    }

    // MARK: What the address names

    /// - Throws: ``Problem`` with `not_found`: no skill can have that name.
    func skillName() throws(Problem) -> String {
        guard let name = parameter("name"), Grammar.isSkillName(name) else {
            let detail: Phrase =
                "There is no such skill: a name has 1 to 64 characters of a-z, 0-9 and single hyphens in between."
            throw Problem(.notFound, as: "skill_name", detail)
        }
        return name
    }

    func versionNumber() throws(Problem) -> Int {
        try versionNumber(parameter("number") ?? "")
    }

    func runID() throws(Problem) -> RunID {
        guard let id = parameter("id"), Grammar.isUUID(id) else {
            let detail: Phrase = "There is no such run: its id is a UUID in lower case."
            throw Problem(.notFound, as: "run_id", detail)
        }
        return RunID(rawValue: id)
    }

    func providerID() throws(Problem) -> ProviderID {
        guard let id = parameter("id"), Grammar.isProviderID(id) else {
            let detail: Phrase = """
                There is no such provider: an id has 1 to 64 characters of a-z, 0-9 and hyphens \
                and starts with a letter.
                """
            throw Problem(.notFound, as: "provider_id", detail)
        }
        return ProviderID(rawValue: id)
    }

    func alertID() throws(Problem) -> AlertID {
        guard let id = uuid() else {
            throw Problem(
                .notFound,
                as: "alert_id",
                "There is no such alert: its id is a UUID in lower case."
            )
        }
        return AlertID(rawValue: id)
    }

    func driftID() throws(Problem) -> DriftFindingID {
        guard let id = uuid() else {
            let detail: Phrase = "There is no such finding: its id is a UUID in lower case."
            throw Problem(.notFound, as: "drift_id", detail)
        }
        return DriftFindingID(rawValue: id)
    }

    func alertRuleID() throws(Problem) -> AlertRuleID {
        guard let id = parameter("id"), Grammar.isProviderID(id) else {
            let detail: Phrase = """
                There is no such alert rule: an id has 1 to 64 characters of a-z, 0-9 and hyphens \
                and starts with a letter.
                """
            throw Problem(.notFound, as: "alert_rule_id", detail)
        }
        return AlertRuleID(rawValue: id)
    }

    func tokenID() throws(Problem) -> TokenID {
        guard let id = uuid() else {
            let detail: Phrase = "There is no such token: its id is a UUID in lower case."
            throw Problem(.notFound, as: "token_id", detail)
        }
        return TokenID(rawValue: id)
    }

    /// Of a finding of the safety scan; empty where the address names none.
    var findingID: String { parameter("finding") ?? "" }

    func waiverID() throws(Problem) -> WaiverID {
        guard let id = parameter("id"), Grammar.isUUID(id) else {
            let detail: Phrase = "There is no such waiver: its id is a UUID in lower case."
            throw Problem(.notFound, as: "waiver_id", detail)
        }
        return WaiverID(rawValue: id)
    }

    /// - Throws: ``Problem`` with `not_found`.
    func checkpointNumber() throws(Problem) -> Int64 {
        guard let number = parameter("number").flatMap({ Int64($0) }), number > 0 else {
            throw Problem(.notFound, as: "checkpoint_number", "There is no such checkpoint.")
        }
        return number
    }

    /// The id in the address; nil when it cannot be one.
    func uuid() -> String? { parameter("id").flatMap { Grammar.isUUID($0) ? $0 : nil } }

    private func parameter(_ name: String) -> String? {
        parameters.get(name).flatMap { PercentEncoding.decode($0, plusIsSpace: false) }
    }

    /// What stands in the query; names that nobody reads are ignored, as links may bring marks of others.
    var query: FormFields { FormFields(request.uri.query ?? "") }

    /// The fields of a submitted form (`application/x-www-form-urlencoded`).
    func form(upTo maximum: Int = 1 << 20) async throws(Problem) -> FormFields {
        let bytes = try await body(upTo: maximum)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(.malformedRequest, as: "form_utf8", "The form is not UTF-8.")
        }
        return FormFields(text)
    }

    func body(upTo maximum: Int) async throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await buffer in request.body {
                guard bytes.count + buffer.readableBytes <= maximum else {
                    let detail: Phrase = "At most \(maximum, as: "limit") bytes are taken here."
                    throw Problem(.payloadTooLarge, as: "body", detail)
                }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            let detail: Phrase = "The body broke off or is not framed as HTTP asks."
            throw Problem(.malformedRequest, as: "body", detail)
        }
        return bytes
    }
}

enum Theme: String, CaseIterable, Sendable {
    case light
    case dark
}

/// How much room rows take.
enum Density: String, CaseIterable, Sendable {
    case comfortable
    case compact
}
