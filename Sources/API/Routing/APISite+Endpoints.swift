import HTTPTypes

extension APISite {
    /// Every route of the API on one screen; `docs/openapi.json` lists the same, and a test compares.
    static let endpoints: [Endpoint] = [
        .open(.get, "/healthz", health),
        .open(.get, "/readyz", readiness),
        .open(.get, "/openapi.json", openAPI),
        .on(.get, "/metrics", produces: .text, metrics),

        .on(.get, "/api/skills", listSkills),
        .command(.post, "/api/skills", registerSkill),
        .on(.post, "/api/skills/check", checkSkill),
        .on(.get, "/api/skills/{name}", getSkill),
        .on(.get, "/api/skills/{name}/versions", listVersions),
        .on(.get, "/api/skills/{name}/versions/{number}", getVersion),
        .command(.delete, "/api/skills/{name}/versions/{number}", yankVersion),
        .on(.get, "/api/skills/{name}/versions/{number}/content", produces: .zip, getVersionContent),
        .on(.get, "/api/skills/{name}/versions/{number}/file", produces: .bytes, getFile),
        .on(.get, "/api/skills/{name}/versions/{number}/preflight", getPreflight),
        .on(.get, "/api/skills/{name}/versions/{number}/scan", getScan),
        .on(.get, "/api/skills/{name}/versions/{number}/waivers", listWaivers),
        .command(.post, "/api/skills/{name}/versions/{number}/waivers", createWaiver),
        .command(.delete, "/api/skills/{name}/versions/{number}/waivers/{id}", revokeWaiver),

        .on(.get, "/api/providers", listProviders),
        .on(.get, "/api/providers/{id}", getProvider),
        .command(.put, "/api/providers/{id}", putProvider),
        .on(.post, "/api/providers/{id}/check", checkProvider),

        .on(.get, "/api/install-runs", listRuns),
        .on(.post, "/api/install-runs", startRun),
        .on(.post, "/api/install-runs/plan", planRun),
        .on(.get, "/api/install-runs/{id}", getRun),
        .command(.post, "/api/install-runs/{id}/retry", retryRun),
        .command(.post, "/api/install-runs/{id}/cancel", cancelRun),
        .on(.post, "/api/install-runs/{id}/rollback", rollbackRun),
        .on(.get, "/api/installations", listInstallations),

        .on(.get, "/api/overview", getOverview),
        .on(.get, "/api/matrix", getMatrix),

        .on(.get, "/api/events", produces: .eventStream, streamEvents),
        .on(.get, "/api/audit", listAudit),
        .on(.get, "/api/audit/verification", verifyAudit),

        .on(.get, "/api/me", getCaller),
        .command(.put, "/api/me/password", changePassword),
        .open(.post, "/api/setup", setUp),
        .open(.post, "/api/sessions", createSession),
        .on(.get, "/api/sessions", listSessions),
        .command(.delete, "/api/sessions/current", endCurrentSession),
        .command(.delete, "/api/sessions/{id}", endSession),
        .on(.get, "/api/accounts", listAccounts),
        .command(.post, "/api/accounts", createAccount),
        .on(.get, "/api/accounts/{id}", getAccount),
        .command(.patch, "/api/accounts/{id}", changeAccount),
        .command(.post, "/api/accounts/{id}/sign-out", signOutAccount),
        .on(.get, "/api/tokens", listTokens),
        .command(.post, "/api/tokens", createToken),
        .command(.delete, "/api/tokens/{id}", revokeToken),
    ]
}
