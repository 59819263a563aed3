import Contract
import HTTPTypes
import Hummingbird
import NIOCore

extension WebSite {
    static let runPage: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let id = try visit.runID()
        if visit.fragment == "run-children" {
            return try visit.runChildren(of: id, await plane.runs(from: id))
        }
        async let providers = plane.providerNames()
        async let children = visit.fragment == nil ? plane.runs(from: id) : nil
        let run = try await plane.run(id)
        return try visit.runPage(run, providers: await providers, children: await children)
    }

    static let runRow: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        try visit.runRow(try await plane.runWithoutTargets(try visit.runID()))
    }

    /// The whole run as the API gives it, to keep or to send to somebody.
    static let runDownload: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let run = try await plane.run(try visit.runID())
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/json", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"run-\(run.id).json\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSON.encode(run)))
        )
    }
}

extension WebSite {
    /// What proves what the run did.
    static let runEvidence: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let evidence = try await plane.evidence(of: try visit.runID())
        return visit.download(evidence.bytes, named: evidence.filename, type: "application/zip")
    }
}

extension Visit {
    /// The page of a run with its targets, or the part of it that lives; only that takes a toast along.
    func runPage(
        _ run: RunView,
        providers: ProviderNames,
        children: Page<RunView>? = nil,
        toast: Toast? = nil
    ) throws -> Response {
        let model = RunPageModel(run, TargetFilter(query), providers, children: children, self)
        if fragment == "run-detail" { return try part("runs/detail-alone", toast: toast, model) }
        return try page("runs/page", title: model.title, active: .runs, model)
    }

    /// The cells of a run's row.
    ///
    /// The row itself stays: an event that comes while it is being fetched waits at it.
    func runRow(_ run: RunView, toast: Toast? = nil) throws -> Response {
        try part("runs/cells-alone", toast: toast, RunRow(run, self, selectable: query["select"] != nil))
    }
}

/// A run with everything about it.
struct RunPageModel: Sendable {
    struct View: Sendable {
        let state: String?
        let provider: String?
        let page: Int?

        fileprivate init(_ filter: TargetFilter) {
            (state, provider) = (filter.state?.rawValue, filter.provider?.rawValue)
            page = filter.page == 1 ? nil : filter.page
        }
    }

    struct Parent: Sendable {
        let href: String
        let label: String
    }

    let elementID: String
    let runID: String
    let path: String
    let title: String
    let kind: String
    let short: String
    let chip: Chip
    /// For those who hear the page: what changed while they were elsewhere on it.
    let said: String
    let who: String
    let source: String
    let reason: String?
    let when: Moment
    /// Until a worker took it, where that was long enough to wonder.
    let waited: String?
    let duration: String?
    let parent: Parent?
    let requestID: String?
    let traceID: String?
    let counts: RunCounts
    let retry: RunAction?
    let cancel: RunAction?
    /// Why it has not ended although somebody canceled it.
    let canceling: String?
    let rollback: RunAction?
    let download: String
    /// For whoever may have it, of a run that has ended.
    let evidence: String?
    let ask: String
    let mayOnlyWatch: Bool
    let approval: ApprovalModel?
    let waves: WavesModel?
    /// Why targets wait where they could begin.
    let gates: [String]
    let failures: RunFailures?
    let lanes: RunLanes?
    let summary: ProviderSummary?
    let targets: RunTargets
    let children: RunChildren
    /// What is shown of the run, for the part that fetches itself anew.
    let view: View
    /// Where a retry answers with the same view.
    let retryPath: String

    init(
        _ run: RunView,
        _ filter: TargetFilter,
        _ providers: ProviderNames,
        children page: Page<RunView>? = nil,
        _ visit: Visit
    ) {
        let words = visit.words
        let actions = RunActions(run, visit)
        (elementID, runID) = (run.elementID, run.id.rawValue)
        path = run.path
        kind = words["runs.kind_\(run.kind.rawValue)"]
        short = run.shortID
        chip = Chip(run.status, words)
        title = "\(chip.label) · \(kind) \(short)"
        counts = RunCounts(run.counts, of: run.kind, words)
        said = "\(chip.label). \(counts.words)"
        (who, reason) = (run.requestedBy, run.reason)
        (requestID, traceID) = (run.requestID, run.traceID)
        source = words["runs.source_\(run.source.rawValue)"]
        when = visit.moment(run.createdAt)
        let ready = run.couldBegin(by: visit.site.now())
        waited = run.startedAt.flatMap { ready?.distance(to: $0).milliseconds }
            .flatMap { $0 < 1000 ? nil : words.duration(milliseconds: $0) }
        duration = run.duration(until: visit.site.now()).map(words.duration)
        parent = run.parentRunID.map { Parent(href: "/runs/\($0)", label: String($0.rawValue.suffix(8))) }
        retry = actions.retry.map { RunAction(path: $0.path, label: $0.label + Self.places(run, providers)) }
        (cancel, rollback) = (actions.cancel, actions.rollback)
        canceling = run.canceling == 0 ? nil : words.counted("runs.canceling_lead", run.canceling)
        download = run.path + ".json"
        evidence = run.status.isFinal && visit.isAllowed(.readEvidence) ? run.path + "/evidence" : nil
        ask = Address("/chat", ["about": run.elementID]).text
        mayOnlyWatch =
            !RunCommand.allCases.contains { visit.isAllowed($0.operation) } && !visit.isAllowed(.approveRun)
        approval = ApprovalModel(run, providers, visit)
        waves = WavesModel(run, visit)
        gates = (run.gates ?? []).map { words.why($0, at: providers[$0.provider]) }
        failures = RunFailures(run, providers, words)
        lanes = RunLanes(run, providers, visit)
        summary = ProviderSummary(run, filter, providers, words)
        targets = RunTargets(run, filter, providers, visit)
        children = RunChildren(page, of: run.id, visit)
        view = View(filter)
        retryPath = filter.address(of: run.path + "/retry").with("page", view.page.map(String.init)).text
    }

    /// ` (Claude, Gemini +1)`: where a retry goes.
    private static func places(_ run: RunView, _ providers: ProviderNames) -> String {
        let again = (run.tasks ?? []).filter { $0.status == .failed || $0.status == .canceled }
        let names = Set(again.map(\.provider)).map { providers[$0] }.sorted()
        guard !names.isEmpty else { return "" }
        let more = names.count > 3 ? " +\(names.count - 3)" : ""
        return " (\(names.prefix(3).joined(separator: ", "))\(more))"
    }
}
