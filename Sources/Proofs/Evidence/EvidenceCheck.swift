import Contract

/// Verifies evidence with nothing but its files and, where they are given, the keys that may have signed.
package struct EvidenceCheck {
    private let files: [String: [UInt8]]
    private let trusted: Set<String>?
    private var faults: [String] = []

    /// - Parameters:
    ///   - files: By name, as they lay in the archive.
    ///   - trusted: The ids of the keys that may have signed; nil for any.
    package init(_ files: [String: [UInt8]], trusting trusted: Set<String>?) {
        self.files = files
        self.trusted = trusted
    }

    /// Looks at everything, and goes on as far as it can be read.
    package static func report(on files: [String: [UInt8]], trusting trusted: Set<String>?) -> EvidenceReport
    {
        var check = EvidenceCheck(files, trusting: trusted)
        return check.report()
    }

    private mutating func report() -> EvidenceReport {
        let manifest = read(EvidenceFile.manifest, as: EvidenceManifest.self)
        let signature = read(EvidenceFile.signature, as: EvidenceSignature.self)
        if let signature { check(signature) }
        if let manifest { compareFiles(with: manifest) }
        let run = read(EvidenceFile.run, as: RunView.self)
        let plan = read(EvidenceFile.plan, as: Evidence.Plan.self)
        let versions = read(EvidenceFile.versions, as: [SkillVersionView].self)
        let log = EvidenceLog(files[EvidenceFile.audit] ?? [], trusting: trusted)
        report(log.faults, in: EvidenceFile.audit)
        if let run, let manifest, run.id != manifest.run {
            report("is of run \(run.id), and the list of files of \(manifest.run)", in: EvidenceFile.run)
        }
        if let versions { check(versions) }
        // Evidence of the time before there were scans has none.
        if files[EvidenceFile.scans] != nil,
            let scans = read(EvidenceFile.scans, as: [Evidence.Scan].self)
        {
            check(scans, of: versions ?? [])
        }
        if let run, let plan { report(plan.faults(against: run, versions ?? [], log), in: EvidenceFile.plan) }
        if let run { report(run.faults(against: log), in: EvidenceFile.run) }
        return EvidenceReport(
            intact: faults.isEmpty,
            run: manifest?.run,
            madeAt: manifest?.madeAt,
            keyID: signature?.keyID,
            isKeyCompared: trusted != nil,
            targets: run?.tasks?.count ?? 0,
            entries: Int64(log.entries.count),
            faults: faults
        )
    }

    private mutating func report(_ sentence: String, in file: String) {
        faults.append("\(file): \(sentence)")
    }

    private mutating func report(_ sentences: [String], in file: String) {
        for sentence in sentences { report(sentence, in: file) }
    }

    private mutating func read<Content: Decodable>(_ name: String, as type: Content.Type) -> Content? {
        guard let bytes = files[name] else {
            report("is missing", in: name)
            return nil
        }
        do { return try JSON.decode(type, from: bytes) } catch {
            report("cannot be read", in: name)
            return nil
        }
    }

    private mutating func check(_ signature: EvidenceSignature) {
        let name = EvidenceFile.signature
        guard let key = PublicKey(base64: signature.publicKey), key.id == signature.keyID else {
            return report("its key is not the one that its fingerprint names", in: name)
        }
        if let trusted, !trusted.contains(key.id) {
            report("signed by a key that is not known: \(key.id)", in: name)
        }
        let text = String(decoding: files[EvidenceFile.manifest] ?? [], as: UTF8.self)
        if !key.hasSigned(text, as: signature.signature) {
            report("does not fit \(EvidenceFile.manifest)", in: name)
        }
    }

    private mutating func compareFiles(with manifest: EvidenceManifest) {
        if manifest.format != EvidenceManifest.format {
            report("format \(manifest.format) is not known to this version", in: EvidenceFile.manifest)
        }
        var unlisted = Set(files.keys).subtracting([EvidenceFile.manifest, EvidenceFile.signature])
        for file in manifest.files {
            unlisted.remove(file.path)
            guard let bytes = files[file.path] else {
                report("is missing, but listed", in: file.path)
                continue
            }
            if bytes.count != file.size || ContentDigest.sha256(bytes) != file.sha256 {
                report("altered: it is not what was signed", in: file.path)
            }
        }
        for name in unlisted.sorted() { report("is there, but not listed", in: name) }
    }

    private mutating func check(_ scans: [Evidence.Scan], of versions: [SkillVersionView]) {
        for scan in scans {
            let name = "\(scan.skill)@\(scan.version)"
            let version = versions.first { $0.skill == scan.skill && $0.version == scan.version }
            if version?.digest != scan.digest {
                report("\(name): its digest is not that of its version", in: EvidenceFile.scans)
            }
            let digests = scan.results.map(\.report.digest) + scan.waivers.map(\.digest)
            if digests.contains(where: { $0 != scan.digest }) {
                report("\(name): holds what was said about other content", in: EvidenceFile.scans)
            }
            for result in scan.results where result.report.verdict != .init(of: result.report.findings) {
                report("\(name): a verdict is not that of its findings", in: EvidenceFile.scans)
            }
        }
    }

    private mutating func check(_ versions: [SkillVersionView]) {
        for version in versions {
            let name = "\(version.skill)@\(version.version)"
            let statement = SkillStatement(name: version.skill, files: version.files)
            if statement.digest != version.digest {
                report("\(name): its files do not give its digest", in: EvidenceFile.versions)
            }
            guard let signature = version.signature else { continue }
            if PublicKey(base64: signature.publicKey)?.id != signature.keyID {
                report("\(name): its signer's key is not the one that is named", in: EvidenceFile.versions)
            } else if !statement.isSigned(by: signature.publicKey, as: signature.signature) {
                report("\(name): its signature does not fit its files", in: EvidenceFile.versions)
            }
        }
    }
}
