import Contract

/// What a control plane answered, or why it did not: one panel that fails must not take the others along.
typealias Answer<Value> = Result<Value, Problem>

/// A part of the dashboard that can be asked for alone, by the id of its element.
enum DashboardRegion: String, CaseIterable, Sendable {
    /// Everything below the filter.
    case all = "dash"
    case glance = "dash-glance"
    case recent = "dash-recent"
    case depth = "dash-depth"
    case matrix = "dash-matrix"

    /// What has to be asked for it.
    var needs: Set<DashboardSource> {
        switch self {
        case .all: Set(DashboardSource.allCases)
        case .glance: [.overview, .failures, .waiting, .alerts, .inbox, .providers]
        case .recent: [.recent]
        case .depth: [.overview, .providers]
        case .matrix: [.matrix, .providers]
        }
    }
}

enum DashboardSource: CaseIterable, Sendable {
    case overview
    case failures
    case waiting
    case alerts
    case inbox
    case recent
    case matrix
    case providers
    case beginnings
}

/// Everything the dashboard shows, asked for at the same time; nil is what nobody needed.
struct DashboardAnswers: Sendable {
    /// How many runs are listed.
    static let recentLimit = 8
    /// How many failed runs are asked for, in each of the two states.
    static let failureLimit = 6
    static let matrixLimit = 8
    /// How many failed targets and open alerts are counted.
    static let inboxLimit = 999
    static let alertLimit = 99

    var overview: Answer<Overview>?
    var failures: Answer<Failures>?
    /// Runs that wait for an approval, whenever they began.
    var waiting: Answer<Page<RunView>>?
    /// Those that are open, whenever they began.
    var alerts: Answer<Page<AlertView>>?
    /// Failed targets that nobody has dealt with, whenever they failed.
    var inbox: Answer<FailureInbox>?
    var recent: Answer<Page<RunView>>?
    var matrix: Answer<Page<MatrixRow>>?
    var providers: Answer<Page<ProviderView>>?
    var beginnings: Answer<Beginnings>?

    /// - Parameters:
    ///   - needs: What is asked at all.
    ///   - filter: Narrows it.
    ///   - since: When the range begins.
    ///   - plane: Who is asked.
    init(
        _ needs: Set<DashboardSource>,
        _ filter: DashboardFilter,
        since: Timestamp,
        from plane: any ControlPlane
    ) async {
        let ask = DashboardQuestions(plane: plane, filter: filter, since: since)
        async let overview = needs.contains(.overview) ? ask.overview() : nil
        async let failures = needs.contains(.failures) ? ask.failures() : nil
        async let waiting = needs.contains(.waiting) ? ask.waiting() : nil
        async let alerts = needs.contains(.alerts) ? ask.alerts() : nil
        async let inbox = needs.contains(.inbox) ? ask.inbox() : nil
        async let recent = needs.contains(.recent) ? ask.recent() : nil
        async let matrix = needs.contains(.matrix) ? ask.matrix() : nil
        async let providers = needs.contains(.providers) ? ask.providers() : nil
        async let beginnings = needs.contains(.beginnings) ? ask.beginnings() : nil
        self.overview = await overview
        self.failures = await failures
        self.waiting = await waiting
        self.alerts = await alerts
        self.inbox = await inbox
        self.recent = await recent
        self.matrix = await matrix
        self.providers = await providers
        self.beginnings = await beginnings
    }

    /// Every refusal there was.
    var problems: [Problem] {
        [
            overview?.problem, failures?.problem, waiting?.problem, alerts?.problem, inbox?.problem,
            recent?.problem, matrix?.problem, providers?.problem, beginnings?.problem,
        ].compactMap { $0 }
    }
}

/// Failed and partly failed runs of the range, newest first.
struct Failures: Equatable, Sendable {
    let runs: [RunView]
    /// Whether there are more than were asked for.
    let areMore: Bool

    static let none = Failures(runs: [], areMore: false)
}

/// How far somebody has come who begins.
struct Beginnings: Equatable, Sendable {
    /// A skill to begin with, if there is any.
    let skill: String?
    /// The newest run, if there ever was one.
    let latestRun: RunID?
    let hasSuccess: Bool

    static let past = Beginnings(skill: nil, latestRun: nil, hasSuccess: true)
}

/// Each question the dashboard asks, with its answer or refusal as a value.
private struct DashboardQuestions: Sendable {
    let plane: any ControlPlane
    let filter: DashboardFilter
    let since: Timestamp

    func overview() async -> Answer<Overview> {
        do { return .success(try await plane.overview(filter.overview)) } catch { return .failure(error) }
    }

    /// A run that was retried to success is a success by now: what is left has not been mended.
    func failures() async -> Answer<Failures> {
        async let failed = runs(.failed)
        async let partly = runs(.partialFailed)
        switch await (failed, partly) {
        case (.success(let failed), .success(let partly)):
            // A run whose targets were only canceled failed because somebody wanted it to.
            let runs = (failed.items + partly.items).filter { $0.counts.failed > 0 }
            return .success(
                Failures(
                    runs: runs.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) },
                    areMore: failed.nextCursor != nil || partly.nextCursor != nil
                )
            )
        case (.failure(let problem), _), (_, .failure(let problem)):
            return .failure(problem)
        }
    }

    func waiting() async -> Answer<Page<RunView>> {
        var query = RunQuery(of: filter.traits, approval: .pending)
        query.status = nil
        query.page = PageRequest(limit: DashboardAnswers.failureLimit)
        return await runs(query)
    }

    func alerts() async -> Answer<Page<AlertView>> {
        let page = PageRequest(limit: DashboardAnswers.alertLimit)
        let query = AlertQuery(state: .open, provider: filter.traits.provider, page: page)
        do { return .success(try await plane.alerts(query)) } catch { return .failure(error) }
    }

    func inbox() async -> Answer<FailureInbox> {
        do { return .success(try await plane.failures(limit: DashboardAnswers.inboxLimit)) } catch {
            return .failure(error)
        }
    }

    func recent() async -> Answer<Page<RunView>> {
        await runs(filter.query(filter.traits.status, since: since, limit: DashboardAnswers.recentLimit))
    }

    func matrix() async -> Answer<Page<MatrixRow>> {
        let page = PageRequest(limit: DashboardAnswers.matrixLimit, cursor: filter.matrixCursor)
        let query = SkillQuery(text: filter.traits.skill, order: .updated, page: page)
        do { return .success(try await plane.matrix(query)) } catch { return .failure(error) }
    }

    func providers() async -> Answer<Page<ProviderView>> {
        do { return .success(try await plane.providers()) } catch { return .failure(error) }
    }

    /// Asks for more than the first thing only where nothing ever succeeded.
    func beginnings() async -> Answer<Beginnings> {
        do throws(Problem) {
            let one = PageRequest(limit: 1)
            if try await !plane.runs(RunQuery(status: .success, page: one)).items.isEmpty {
                return .success(.past)
            }
            let latest = try await plane.runs(RunQuery(page: one)).items.first
            let skill = try await plane.skills(SkillQuery(order: .newest, page: one)).items.first
            return .success(Beginnings(skill: skill?.name, latestRun: latest?.id, hasSuccess: false))
        } catch {
            return .failure(error)
        }
    }

    private func runs(_ status: RunStatus) async -> Answer<Page<RunView>> {
        await runs(filter.query(status, since: since, limit: DashboardAnswers.failureLimit))
    }

    private func runs(_ query: RunQuery) async -> Answer<Page<RunView>> {
        do { return .success(try await plane.runs(query)) } catch { return .failure(error) }
    }
}

extension Result where Failure == Problem {
    var value: Success? { try? get() }

    var problem: Problem? {
        if case .failure(let problem) = self { return problem }
        return nil
    }
}
