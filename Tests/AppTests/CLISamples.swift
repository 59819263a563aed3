import App
import Contract
import Domain
import Engine
import Store
import Synchronization

/// Values the command tests share.
enum Samples {
    static let now = Timestamp(microseconds: 1_790_000_000_000_000)

    static func provider(_ id: String, _ settings: ProviderSettings? = nil) -> ProviderView {
        ProviderView(
            id: ProviderID(rawValue: id),
            settings: settings ?? ProviderSettings(kind: .openai, displayName: id),
            capabilities: ProviderCapabilities(
                rollback: .moveDefault,
                keepsVersions: true,
                readsBack: true,
                driftDetection: .digest,
                idempotentCreate: false,
                longRunning: false,
                maximumTotalBytes: nil,
                maximumFiles: nil
            ),
            lastCheck: nil,
            createdAt: now,
            updatedAt: now
        )
    }

    static func task(
        _ skill: String,
        _ provider: String,
        _ status: TaskStatus,
        _ attempts: [AttemptView]? = nil,
        error: TaskError? = nil,
        request: String? = nil
    ) -> TaskView {
        TaskView(
            id: TaskID(rawValue: skill + provider),
            skill: skill,
            version: 1,
            provider: ProviderID(rawValue: provider),
            status: status,
            attempt: 1,
            maxAttempts: 5,
            nextAttemptAt: nil,
            startedAt: now,
            finishedAt: status.isFinal ? now + .milliseconds(1200) : nil,
            error: error,
            remote: nil,
            step: nil,
            requestID: request,
            attempts: attempts
        )
    }

    static func run(
        _ status: RunStatus,
        _ tasks: [TaskView] = [],
        approval: RunApproval? = nil,
        request: String? = nil
    ) -> RunView {
        var counts = TaskCounts()
        for task in tasks { counts[task.status] += 1 }
        return RunView(
            id: RunID(rawValue: "01a00000-0000-7000-8000-000000000001"),
            kind: .install,
            status: status,
            requestedBy: "ana",
            source: .cli,
            reason: nil,
            parentRunID: nil,
            createdAt: now,
            startedAt: now,
            finishedAt: status.isFinal ? now + .seconds(2) : nil,
            counts: counts,
            approval: approval,
            requestID: request,
            tasks: tasks
        )
    }

    static func registration(_ name: String, created: Bool = true) -> SkillRegistration {
        let version = SkillVersionView(
            skill: name,
            version: 1,
            digest: String(repeating: "a", count: 64),
            description: "A sample.",
            license: nil,
            compatibility: nil,
            fileCount: 1,
            size: 120,
            files: [BundleFileView(path: "SKILL.md", size: 120, sha256: "b", executable: false)],
            findings: [],
            createdBy: "ana",
            createdAt: now,
            yankedAt: nil,
            yankReason: nil
        )
        return SkillRegistration(created: created, version: version)
    }
}

/// One run of the program with everything it printed.
struct ProgramRun: Sendable {
    let status: CommandStatus?
    let output: String
    let messages: String

    var outputLines: [String] { output.split(separator: "\n").map(String.init) }
}

/// Runs the program against a scripted control plane.
func skillyard(
    _ arguments: String...,
    plane: FakePlane = FakePlane(),
    screen: Console.Screen? = nil,
    environment: [String: String] = ["SKILLYARD_TOKEN": "t"]
) async -> ProgramRun {
    await skillyard(arguments, plane: plane, screen: screen, environment: environment)
}

/// Runs the program against a scripted control plane.
func skillyard(
    _ arguments: [String],
    plane: FakePlane = FakePlane(),
    screen: Console.Screen? = nil,
    environment: [String: String] = ["SKILLYARD_TOKEN": "t"],
    secret: String? = nil,
    answers: [String: String] = [:],
    lines: ScriptedLines = ScriptedLines(),
    interruption: @escaping @Sendable () async -> Void = ScriptedLines.never
) async -> ProgramRun {
    let printed = Printed()
    let context = CommandContext(
        root: FakeRoot(plane: plane),
        console: Console(screen: screen, answer: { printed.answer($0) }, message: { printed.message($0) }),
        environment: environment,
        workingFolder: "/nowhere",
        pollInterval: .milliseconds(1),
        readSecret: { answers[$0] ?? secret },
        lines: { lines },
        interruption: interruption,
        now: { Samples.now }
    )
    let status = await CommandLineTool.run(arguments, in: context)
    return ProgramRun(
        status: CommandStatus(rawValue: status),
        output: printed.text.0,
        messages: printed.text.1
    )
}

private final class Printed: Sendable {
    private let state = Mutex(("", ""))

    var text: (String, String) { state.withLock { $0 } }

    func answer(_ text: String) { state.withLock { $0.0 += text } }
    func message(_ text: String) { state.withLock { $0.1 += text } }
}

/// A composition root that has nothing but a scripted control plane.
private struct FakeRoot: CompositionRoot {
    let plane: FakePlane

    func connect(to server: ServerAddress) throws -> any ControlPlane { plane }

    func probe(_ server: ServerAddress) async throws -> ServerProbe {
        ServerProbe(
            readiness: Readiness(checks: [.init(name: "database", ok: true)]),
            serverTime: Samples.now - .seconds(60),
            apiVersion: "2.0.0"
        )
    }

    func probe(issuer: String) async throws(IdentityFailure) -> Int {
        guard issuer == "https://id.example.com" else {
            throw IdentityFailure(.misconfigured, "The discovery document names another issuer.")
        }
        return 2
    }

    func serve(_ configuration: Configuration, console: Console) async throws {
        console.print("\(configuration.role.rawValue) on \(configuration.host):\(configuration.port)")
    }

    func migrate(_ configuration: Configuration) async throws -> String { "up to date" }
    func backUp(_ location: Configuration.DatabaseLocation, to file: String, replacing: Bool) async throws
        -> BackupReport
    {
        throw CommandRefusal("no backup of \(location) to \(file)", next: "try elsewhere")
    }

    func copy(_ order: CopyOrder, progress: @escaping @Sendable (TransferProgress) -> Void) async throws
        -> TransferReport
    {
        progress(TransferProgress(step: .copying, table: "skills", rows: 1, total: 2))
        return TransferReport(
            tables: [.init(name: "skills", rows: 2, digest: String(repeating: "ab", count: 32))],
            bundlesChecked: 1,
            auditEntries: 3,
            faults: order.isRehearsal ? ["bundle x: its content is not what its digest says"] : [],
            isRehearsal: order.isRehearsal
        )
    }

    func secretsStatus(_ location: Configuration.DatabaseLocation, _ keys: SecretKeys) async throws
        -> CredentialRotation.Status
    {
        throw CommandRefusal("no keys for \(keys) at \(location)", next: "try elsewhere")
    }
    func rotateSecrets(_ location: Configuration.DatabaseLocation, _ keys: SecretKeys) async throws
        -> CredentialRotation.Report
    {
        throw CommandRefusal("no keys for \(keys) at \(location)", next: "try elsewhere")
    }
    func pruneSecrets(_ location: Configuration.DatabaseLocation, _ keys: SecretKeys) async throws -> [String]
    {
        throw CommandRefusal("no keys for \(keys) at \(location)", next: "try elsewhere")
    }
    func simulate(host: String, port: Int, dataFolder: String?, console: Console) async throws {}
}
