import Contract
import Domain
import Foundation
import Testing

/// `docs/06-job-lifecycle.md` shows the transitions that the code makes, and no others.
@Suite struct LifecycleDocumentTests {
    @Test func theDiagramInTheDocumentIsTheOneOfTheCode() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/06-job-lifecycle.md").standardized
        let document = try String(contentsOf: path, encoding: .utf8)
        let diagram = Self.diagram()
        #expect(document.contains(diagram), "Replace the diagram in docs/06-job-lifecycle.md by:\n\(diagram)")
    }

    /// Tries every action on every state and draws what follows.
    private static func diagram() -> String {
        var lines: Set<String> = []
        for (state, variants) in samples {
            for variant in variants {
                for (name, action) in actions {
                    guard let next = try? variant.applying(action, at: start) else { continue }
                    lines.insert("    \(state.rawValue) --> \(next.state.status.rawValue): \(name)")
                }
            }
        }
        return (["stateDiagram-v2", "    [*] --> queued: request"] + lines.sorted()).joined(separator: "\n")
    }

    private static var samples: [(TaskStatus, [InstallTask])] {
        let step = StepRecord(name: "create", at: start)
        return [
            (
                .queued,
                [
                    task(.queued(due: start)), task(.held(.approval)), task(.held(.approval), step: step),
                    task(.held(.wave)),
                ]
            ),
            (.retryWait, [task(.retryWait(due: start)), task(.retryWait(due: start), step: step)]),
            (
                .running,
                [
                    task(.running(lease), attempt: 1), task(.running(lease), attempt: 5),
                    task(.running(lease), attempt: 1, rescues: InstallTask.maximumRescues),
                    task(.running(lease), attempt: 1, cancelRequested: true),
                ]
            ),
            (.success, [task(.success)]),
            (.failed, [task(.failed)]),
            (.canceled, [task(.canceled)]),
            (.skipped, [task(.skipped)]),
        ]
    }

    private static let actions: [(String, InstallTask.Action)] = [
        ("claim", .claim(lease)), ("succeed", .succeed(remote)), ("skip", .skip(nil)),
        ("fail", .fail(ProviderFailure(.providerUnavailable, ""), jitter: 0)),
        ("fail for good", .fail(ProviderFailure(.invalidSkill, ""), jitter: 0)),
        ("wait for the provider", .wait(.seconds(1))),
        ("find the provider down", .hold(ProviderFailure(.providerUnavailable, ""), until: start)),
        ("run out of time", .expire("")), ("interrupt", .interrupt(begun: true)), ("lapse", .lapse),
        ("cancel", .cancel), ("retry by a person", .retry(attempts: 5)), ("approve", .approve),
        ("begin its wave", .release),
        ("stop the waves", .stop("")),
        ("refuse", .refuse("")),
    ]
}
