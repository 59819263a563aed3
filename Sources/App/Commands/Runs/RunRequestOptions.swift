import ArgumentParser
import Contract

/// What to install or remove, where, and how far to follow it.
struct RunRequestOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Skills; without a version the newest one.", valueName: "name[@version]"))
    var skills: [RunRequest.Selection]

    @Option(
        name: .customLong("on"),
        help: ArgumentHelp("Providers, or all that are enabled.", valueName: "a,b | all")
    )
    var providers: [String]

    @Flag(help: "Only show what would be done; status 3 or 4 when some or all of it is blocked.")
    var plan = false

    @Option(
        help: ArgumentHelp("Refuse unless the plan still has this hash (from --plan).", valueName: "hash")
    )
    var planHash: String?

    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
    var reason: String?

    @Flag(help: "Follow the run to its end; status 0, 3 or 4 by how it ended.")
    var wait = false

    @Option(help: ArgumentHelp("The same request under the same key is accepted once.", valueName: "key"))
    var idempotencyKey: String?

    @OptionGroup(title: "When and in waves") var waves: WaveOptions

    func validate() throws {
        if plan && wait { throw ValidationError("--plan starts nothing that --wait could follow.") }
        if waves.isRelative, planHash != nil || idempotencyKey != nil {
            throw ValidationError(
                "--plan-hash and --idempotency-key want --at as a time, such as 2026-12-01T09:00Z: in 2h is another"
                    + " time at each call."
            )
        }
        if names.isEmpty { throw ValidationError("--on names no provider.") }
    }

    private var names: [String] {
        providers.flatMap { $0.split(separator: ",") }.map { String($0) }
    }

    func carryOut(_ kind: RunKind, _ session: Session) async throws {
        let known = try await session.plane.providers().items
        let targets = try targets(among: known)
        let sandboxes = known.filter { $0.settings.sandbox && targets.contains($0.id) }.map(\.id.rawValue)
        if !sandboxes.isEmpty {
            session.console.note("Sandbox: \(sandboxes.joined(separator: ", ")); no vendor is touched there.")
        }
        let request = RunRequest(
            kind: kind,
            skills: skills,
            providers: targets,
            reason: reason,
            planHash: planHash,
            startAt: waves.startAt(session.now),
            waves: waves.waves
        )
        if plan {
            try await PlanText(plan: session.plane.planRun(request)).show(session)
            return
        }
        let run = try await session.plane.startRun(request, idempotencyKey: idempotencyKey, source: .cli)
        try await RunFollowing(session: session, wait: wait).finish(run)
    }

    private func targets(among known: [ProviderView]) throws(Problem) -> [ProviderID] {
        guard names.contains("all") else { return names.map { ProviderID(rawValue: $0) } }
        let enabled = known.filter(\.settings.enabled).map(\.id)
        if enabled.isEmpty { throw Problem(.notFound, "No provider is registered and enabled.") }
        return enabled
    }
}

/// What a run would do, for people.
struct PlanText {
    let plan: PlanView

    func show(_ session: Session) throws {
        try session.show(plan) { console in
            console.print(Self.table(plan.targets, console.style))
            for target in plan.targets { Self.explain(target, console) }
            if plan.kind == .install { console.note(ScanReport.notice) }
            if let approval = plan.approval { console.note(approval.sentence) }
            for note in plan.waveNotes { console.note(note) }
            for gate in plan.gates ?? [] { console.note(gate.sentence(at: session.now)) }
            // In so and so long is another time by then.
            let start = plan.startAt.map { "--at \($0) " } ?? ""
            console.note("Nothing was changed. To start exactly this: add \(start)--plan-hash \(plan.hash)")
        }
        let blocked = plan.targets.count { $0.action == .blocked }
        try CommandStatus(succeeded: plan.targets.count - blocked, failed: blocked).end()
    }

    /// Says what bears on a target; nothing where nothing does.
    static func explain(_ target: PlanView.Target, _ console: Console) {
        guard !target.reasons.isEmpty else { return }
        console.note("\(target.skill)@\(target.version) on \(target.provider):".terminalSafe)
        for line in target.reasons.flatMap({ $0.lines(console.style) }) { console.note(line) }
    }

    /// Who signed, and which wave, is only said where there is something to say.
    static func table(_ targets: [PlanView.Target], _ style: Style) -> Table {
        let isSigned = targets.contains { $0.signer != nil }
        let isInWaves = targets.contains { $0.wave != nil }
        let rows = targets.map { target in
            [target.skill, String(target.version), target.provider.rawValue, target.action.words]
                + (isSigned ? [target.signer ?? "–"] : [])
                + (isInWaves ? [target.wave.map { String($0) } ?? "–"] : [])
        }
        let columns =
            ["skill", "version", "provider", "action"] + (isSigned ? ["signed by"] : [])
            + (isInWaves ? ["wave"] : [])
        return Table(columns.map { Table.Column($0) }, rows: rows)
    }
}

extension PlannedApproval {
    fileprivate var sentence: String {
        let people = fourEyes ? "somebody else with the role" : "somebody with the role"
        let roles = roles.map(\.rawValue).joined(separator: " or ")
        return "\(counted(targets, "target")) would wait until \(people) \(roles) has approved the run."
    }
}

extension PlanView.Action {
    var words: String {
        switch self {
        case .create: "install"
        case .newVersion: "replace with this version"
        case .repair: "send again: it is not there as it should be"
        case .skip: "nothing to do"
        case .blocked: "BLOCKED"
        case .remove: "remove"
        }
    }
}
