import Bundles
import Client
import Contract
import Foundation
import Simulators
import Store
import Testing

/// What must hold after any number of crashes.
struct CrashVerdict {
    /// A provider and the look-alike behind it.
    struct Account {
        let provider: String
        let vendor: SimulatedVendor
        let simulator: RunningSimulator

        init(_ provider: String, _ vendor: SimulatedVendor, _ simulator: RunningSimulator) {
            self.provider = provider
            self.vendor = vendor
            self.simulator = simulator
        }
    }

    let control: any ControlPlane
    let rows: (Query) async throws -> [Row]
    let vendors: [Account]
    /// Those behind providers of the kind `http`, which keep what was put there before.
    let registries: [RunningSimulator]
    /// Each provider of the kind `folder`, with the folder above its own.
    let folders: [(provider: String, root: URL)]

    func check(_ accepted: [RunID], skills: Int) async throws {
        let runs = try await ended(accepted)
        #expect(runs.count == accepted.count)
        #expect(Set(accepted).count == accepted.count)
        for run in runs {
            #expect(run.status == .success, "\(describe(run))")
        }
        try await checkThatTasksEndedOnce(runs)
        try await checkVendors(skills)
        checkRegistries()
        for folder in folders { try await check(folder.provider, below: folder.root, skills) }
        let audit = try await control.verifyAudit()
        #expect(audit.intact, "\(audit.breaks)")
    }

    /// Waits for the acknowledged runs to end; more than the acknowledged ones must not exist.
    private func ended(_ accepted: [RunID]) async throws -> [RunView] {
        let begun = ContinuousClock.now
        while try await rows("SELECT 1 AS open FROM install_runs WHERE finished_at IS NULL LIMIT 1")
            .isEmpty == false
        {
            guard ContinuousClock.now - begun < .seconds(180) else { break }
            try await Task.sleep(for: .milliseconds(50))  // the other process cannot signal this one
        }
        let all = try await rows("SELECT id FROM install_runs").map { try $0.text("id") }
        #expect(Set(all) == Set(accepted.map(\.rawValue)))
        var runs: [RunView] = []
        for id in accepted { runs.append(try await control.run(id)) }
        return runs
    }

    private func checkThatTasksEndedOnce(_ runs: [RunView]) async throws {
        for task in runs.flatMap({ $0.tasks ?? [] }) {
            let ends = (task.attempts ?? []).filter { ["success", "skipped"].contains($0.outcome) }
            #expect(ends.count == 1, "\(task.skill) on \(task.provider) ended \(ends.count) times")
        }
        let doubled = try await rows(
            """
            SELECT task_id FROM events WHERE kind = 'task.changed' AND status IN ('success', 'failed', 'skipped')
            GROUP BY task_id HAVING count(*) > 1
            """
        )
        #expect(doubled.isEmpty)
    }

    /// Each vendor holds each skill once, each version's content once, and what the ledger says is in use.
    private func checkVendors(_ skills: Int) async throws {
        for account in vendors {
            let provider = account.provider
            let held = account.simulator.state[account.vendor].filter { $0.name.hasPrefix("crash-") }
            #expect(held.count == skills, "\(provider) holds \(held.map(\.name).sorted())")
            #expect(Set(held.map(\.name)).count == held.count)
            for skill in held {
                let digests = skill.versions.map(\.digest)
                #expect(
                    Set(digests).count == digests.count,
                    "\(provider) holds a version of \(skill.name) twice"
                )
            }
            let ledger = try await installations(on: provider)
            #expect(ledger.count == held.count)
            for installed in ledger {
                let skill = try #require(held.first { $0.name == installed.skill })
                #expect(skill.versions.last?.digest == installed.digest, "\(provider): \(installed.skill)")
            }
        }
    }

    /// A registry gets each version of each skill once.
    private func checkRegistries() {
        for registry in registries {
            let held = registry.state[.http].map { "\($0.name) \($0.versions.map(\.digest))" }
            #expect(Set(held).count == held.count, "a registry holds something twice")
        }
    }

    private func check(_ provider: String, below root: URL, _ skills: Int) async throws {
        for installed in try await installations(on: provider) {
            let skill = try SkillIntake.read(folder: installed.remote.id)
            #expect(BundleDigest.digest(of: skill.files) == installed.digest)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: root.path + "/.agents/skills")
        #expect(left.count == skills, "\(left.sorted())")
    }

    private func installations(on provider: String) async throws -> [InstallationView] {
        let query = InstallationQuery(provider: .init(rawValue: provider), page: .init(limit: 200))
        return try await control.installations(query).items
    }

    private func describe(_ run: RunView) -> String {
        (run.tasks ?? []).filter { $0.status != .success && $0.status != .skipped }
            .map {
                "\($0.skill)@\($0.version) on \($0.provider): \($0.status) \(String(describing: $0.error))"
            }
            .joined(separator: "\n")
    }
}
