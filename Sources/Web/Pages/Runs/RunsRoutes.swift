extension WebSite {
    static let runRoutes: [Route] =
        [
            .get("/runs", runList),
            .get("/runs/bulk", bulkPreview),
            .post("/runs/bulk", bulkAction),
            .get("/runs/{id}.json", runDownload),
            .get("/runs/{id}", runPage),
            .get("/runs/{id}/row", runRow),
            .get("/runs/{id}/evidence", runEvidence),
            .post("/runs/{id}/retry", retryRun),
            .get("/runs/{id}/cancel", cancelForm),
            .post("/runs/{id}/cancel", cancelRun),
            .get("/runs/{id}/rollback", rollbackForm),
            .post("/runs/{id}/rollback", rollbackRun),
        ] + approvalRoutes + waveRoutes
}
