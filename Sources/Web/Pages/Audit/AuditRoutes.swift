extension WebSite {
    static let auditRoutes: [Route] = []
}
