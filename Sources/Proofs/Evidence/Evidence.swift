package import Contract

/// Everything that proves what a run did.
package struct Evidence: Sendable {
    /// What was to be done, target by target.
    package struct Plan: Codable, Equatable, Sendable {
        package struct Target: Codable, Equatable, Sendable {
            package let task: TaskID
            package let skill: String
            package let version: Int
            package let digest: String
            package let provider: ProviderID

            package init(task: TaskID, skill: String, version: Int, digest: String, provider: ProviderID) {
                self.task = task
                self.skill = skill
                self.version = version
                self.digest = digest
                self.provider = provider
            }
        }

        package let kind: RunKind
        /// The hash of the plan that was confirmed; a rollback has none.
        package let hash: String?
        package let targets: [Target]

        package init(kind: RunKind, hash: String?, targets: [Target]) {
            self.kind = kind
            self.hash = hash
            self.targets = targets
        }
    }

    /// What the safety scan said about a version, and who waived what of it.
    package struct Scan: Codable, Equatable, Sendable {
        package struct Result: Codable, Equatable, Sendable {
            package let scannedAt: Timestamp
            package let report: ScanReport

            package init(scannedAt: Timestamp, report: ScanReport) {
                self.scannedAt = scannedAt
                self.report = report
            }

            enum CodingKeys: String, CodingKey {
                case scannedAt = "scanned_at"
                case report
            }
        }

        package let skill: String
        package let version: Int
        package let digest: String
        /// One for each version of the rules that looked at the content, the oldest first.
        package let results: [Result]
        /// Of the same content, the newest first, with those that have ended.
        package let waivers: [ScanWaiver]

        package init(
            skill: String,
            version: Int,
            digest: String,
            results: [Result],
            waivers: [ScanWaiver]
        ) {
            self.skill = skill
            self.version = version
            self.digest = digest
            self.results = results
            self.waivers = waivers
        }
    }

    package let run: RunView
    package let plan: Plan
    /// Every version of the plan.
    package let versions: [SkillVersionView]
    /// The parts of the audit log that hold the run's entries, up to the checkpoint that covers them.
    package let audit: [AuditExportLine]
    /// Of every version.
    package let scans: [Scan]

    package init(
        run: RunView,
        plan: Plan,
        versions: [SkillVersionView],
        audit: [AuditExportLine],
        scans: [Scan]
    ) {
        self.run = run
        self.plan = plan
        self.versions = versions
        self.audit = audit
        self.scans = scans
    }

    /// Its files, by name, with the list of them signed.
    ///
    /// - Throws: ``KeyFault``, or what encoding throws.
    package func files(signedWith key: SigningKey, at now: Timestamp) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        files[EvidenceFile.run] = try JSON.encode(run)
        files[EvidenceFile.plan] = try JSON.encode(plan)
        files[EvidenceFile.versions] = try JSON.encode(versions)
        files[EvidenceFile.scans] = try JSON.encode(scans)
        files[EvidenceFile.audit] = try audit.flatMap { try $0.bytes() }
        let manifest = EvidenceManifest(run: run.id, madeAt: now, files: files)
        let text = try JSON.text(manifest)
        files[EvidenceFile.manifest] = Array(text.utf8)
        files[EvidenceFile.signature] = try JSON.encode(
            EvidenceSignature(
                keyID: key.publicKey.id,
                publicKey: key.publicKey.base64,
                signature: try key.signature(over: text)
            )
        )
        return files
    }
}

/// The names of the files.
enum EvidenceFile {
    static let manifest = "manifest.json"
    static let signature = "signature.json"
    static let run = "run.json"
    static let plan = "plan.json"
    static let versions = "versions.json"
    static let scans = "scans.json"
    static let audit = "audit.jsonl"
}

/// The list of the files: its text is what is signed.
struct EvidenceManifest: Codable, Equatable {
    struct File: Codable, Equatable {
        let path: String
        let size: Int
        let sha256: String
    }

    static let format = 1

    let format: Int
    let run: RunID
    let madeAt: Timestamp
    let files: [File]

    init(run: RunID, madeAt: Timestamp, files: [String: [UInt8]]) {
        format = Self.format
        self.run = run
        self.madeAt = madeAt
        self.files = files.sorted { $0.key < $1.key }.map { name, bytes in
            File(path: name, size: bytes.count, sha256: ContentDigest.sha256(bytes))
        }
    }

    enum CodingKeys: String, CodingKey {
        case format
        case run
        case madeAt = "made_at"
        case files
    }
}

struct EvidenceSignature: Codable, Equatable {
    let keyID: String
    let publicKey: String
    let signature: String

    enum CodingKeys: String, CodingKey {
        case keyID = "key_id"
        case publicKey = "public_key"
        case signature
    }
}
