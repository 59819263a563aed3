import Store

extension Engine {
    /// Works out missing verdicts and tries again, as long as new ones turn up missing.
    func withVerdicts<Result>(_ body: () async throws -> Result) async throws -> Result {
        while true {
            do { return try await body() } catch let missing as RunPlanner.MissingVerdicts {
                for skill in missing.unscanned {
                    _ = try await scans.scan(skill.name, version: skill.version, digest: skill.digest)
                }
                for pair in missing.pairs {
                    _ = try await preflights.verdicts(
                        for: pair.skill.name,
                        version: pair.skill.version,
                        digest: pair.skill.digest,
                        on: pair.providers
                    )
                }
            }
        }
    }
}
