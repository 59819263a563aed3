import Contract
import Store

extension Engine {
    /// Works out missing verdicts and tries again, as long as new ones turn up missing.
    func withVerdicts<Result>(_ body: () async throws -> Result) async throws -> Result {
        while true {
            do { return try await body() } catch let missing as RunPlanner.MissingVerdicts {
                for skill in missing.unscanned { try await scan(skill) }
                for pair in missing.pairs { try await check(pair) }
            }
        }
    }

    /// The same where nobody waits for an answer: content that cannot be read, and never will be, must not keep what
    /// else there is.
    ///
    /// - Parameters:
    ///   - goOn: Asked behind each verdict; what it throws ends this, and verdicts that were worked out stay known.
    ///   - body: Is told which content that is, and asks for no verdict on it.
    /// - Returns: What the body returns.
    /// - Throws: What they throw; ``BundleShelf/Trouble`` and ``StoreError`` where trying again can help.
    func withVerdictsWhereReadable<Result>(
        while goOn: () throws -> Void = {},
        _ body: (Set<RunRequest.Selection>) async throws -> Result
    ) async throws -> Result {
        var unreadable: Set<RunRequest.Selection> = []
        func note(_ skill: InstallableVersion, _ trouble: BundleShelf.Trouble) throws {
            guard trouble != .unavailable, unreadable.insert(skill.selection).inserted else { throw trouble }
        }
        while true {
            do { return try await body(unreadable) } catch let missing as RunPlanner.MissingVerdicts {
                for skill in missing.unscanned {
                    do { try await scan(skill) } catch let trouble as BundleShelf.Trouble {
                        try note(skill, trouble)
                    }
                    try goOn()
                }
                for pair in missing.pairs where !unreadable.contains(pair.skill.selection) {
                    do { try await check(pair) } catch let trouble as BundleShelf.Trouble {
                        try note(pair.skill, trouble)
                    }
                    try goOn()
                }
            }
        }
    }

    private func scan(_ skill: InstallableVersion) async throws {
        _ = try await scans.scan(skill.name, version: skill.version, digest: skill.digest)
    }

    private func check(_ pair: RunPlanner.MissingVerdicts.Pair) async throws {
        let (skill, version, digest) = (pair.skill.name, pair.skill.version, pair.skill.digest)
        _ = try await preflights.verdicts(for: skill, version: version, digest: digest, on: pair.providers)
    }
}

extension InstallableVersion {
    var selection: RunRequest.Selection { .init(name: name, version: version) }
}
