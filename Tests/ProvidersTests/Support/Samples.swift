import Bundles
import Contract
import Domain
import Providers
import Synchronization

/// A skill to install, different for each version.
func sampleBundle(
    _ name: String = "demo-skill",
    version: Int = 1,
    executable: Bool = false
) throws -> SkillBundle {
    let text =
        "---\nname: \(name)\ndescription: Shows how it is done, version \(version).\n---\n\nStep \(version).\n"
    let files = [
        BundleFile(path: "SKILL.md", isExecutable: false, content: Array(text.utf8)),
        BundleFile(
            path: "references/notes.md",
            isExecutable: false,
            content: Array("Notes \(version)\n".utf8)
        ),
        BundleFile(
            path: "scripts/run.sh",
            isExecutable: executable,
            content: Array("#!/bin/sh\necho ok\n".utf8)
        ),
    ]
    return SkillBundle(
        name: name,
        version: version,
        description: "Shows how it is done, version \(version).",
        digest: BundleDigest.digest(of: files),
        files: files,
        archive: try BundlePacking.zip(files)
    )
}

/// Keeps steps as the store would; can refuse them as a worker that lost its lease would find.
final class MemoryJournal: StepJournal {
    private let steps: Mutex<[StepRecord]>
    private let refuses: Bool

    init(refuses: Bool = false) {
        steps = Mutex([])
        self.refuses = refuses
    }

    var all: [StepRecord] { steps.withLock { $0 } }
    var last: StepRecord? { all.last }

    func record(_ step: StepRecord) async throws(ProviderFailure) {
        if refuses { throw ProviderFailure(.leaseLost, "Another worker has it now.") }
        steps.withLock { $0.append(step) }
    }
}

/// A clock that stands still until it is moved.
final class ManualClock: Sendable {
    private let time = Mutex(Timestamp(microseconds: 1_795_341_600_000_000))

    var now: Timestamp { time.withLock { $0 } }

    func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }
}

/// Secrets by reference, as given.
struct FixedSecrets: SecretSource {
    let values: [String: String]

    func secret(_ reference: String) throws(ProviderFailure) -> String {
        guard let value = values[reference] else {
            throw ProviderFailure(.authFailed, "The credential \(reference) is missing or empty.")
        }
        return value
    }
}

/// A secret that is another one each time it is asked for.
final class ChangingSecret: SecretSource {
    private let count = Mutex(0)

    func secret(_ reference: String) throws(ProviderFailure) -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "key-\(number)"
    }
}
