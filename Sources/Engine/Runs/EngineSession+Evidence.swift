import Bundles
package import Contract
import Proofs
import Store

extension EngineSession {
    package func evidence(of id: RunID) async throws(Problem) -> RunEvidence {
        try await carryOut(.readEvidence, on: "run:\(id)") { try await gather(id) }
    }

    private func gather(_ id: RunID) async throws(Problem) -> RunEvidence {
        guard let notary = engine.notary else {
            throw Problem(.unavailable, as: "no_key", "This server has no key to sign with.")
        }
        let now = engine.now()
        let audited = entry(Operation.readEvidence.rawValue, on: "run:\(id)")
        return try await answer {
            var evidence = try await engine.database.read { try RunProof(id, $0).evidence(at: now) }
            if evidence == nil {
                try await notary.sign()
                evidence = try await engine.database.read { try RunProof(id, $0).evidence(at: now) }
            }
            guard let evidence else {
                let detail: Phrase = "No checkpoint covers the run yet."
                throw Problem(.unavailable, as: "no_checkpoint", detail, retryAfterSeconds: 1)
            }
            let bytes = try EvidenceArchive.pack(try notary.files(of: evidence, at: now))
            try await engine.database.write { try AuditTable($0).append([audited], at: now) }
            return RunEvidence(filename: "evidence-\(id).zip", bytes: bytes)
        }
    }
}
