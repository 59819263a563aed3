package import Contract
package import Requests

extension RunRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let kind = object.choice("kind", of: RunKind.self) ?? .install
        let limit = 1...Self.maximumTargets
        let skills = object.objects("skills", of: Selection.self, count: limit)
        let providers = object.texts("providers", count: limit, rule: Grammar.providerIDRule.sentence) {
            Grammar.isProviderID($0)
        }
        let reason = object.text("reason", 1...1000, multiline: true)
        let planHash = object.text("plan_hash", 1...128)
        let startAt = object.time("start_at")
        let waves = object.object("waves", of: RunWaves.self)
        if kind == .rollback {
            object.note("kind", .choice, "A rollback is started with POST /api/install-runs/{id}/rollback.")
        }
        guard let skills, let providers else { return nil }
        if skills.count * providers.count > Self.maximumTargets {
            object.note("skills", .range, "Skills times providers may be at most \(Self.maximumTargets).")
        }
        self.init(
            kind: kind,
            skills: skills,
            providers: providers.map { ProviderID(rawValue: $0) },
            reason: reason,
            planHash: planHash,
            startAt: startAt,
            waves: waves
        )
    }
}

extension RunRequest.Selection: Readable {
    package init?(reading object: inout ObjectReader) {
        let name = object.skillName("name")
        let version = object.integer("version", 1...Grammar.maximumVersion)
        guard let name else { return nil }
        self.init(name: name, version: version)
    }
}

/// The body of operations that only need to be told why.
struct ReasonBody: Readable {
    let reason: String

    init?(reading object: inout ObjectReader) {
        guard let reason = object.requiredText("reason", 1...1000, multiline: true) else { return nil }
        self.reason = reason
    }
}

/// What goes with an approval.
struct ApprovalBody: Readable {
    let comment: String?
    let requestedAt: Timestamp?

    init?(reading object: inout ObjectReader) {
        comment = object.text("comment", 1...500, multiline: true)
        requestedAt = object.time("requested_at")
    }
}

/// What goes with a refusal.
struct RefusalBody: Readable {
    let comment: String

    init?(reading object: inout ObjectReader) {
        guard let comment = object.requiredText("comment", 1...500, multiline: true) else { return nil }
        self.comment = comment
    }
}
