extension WebSite {
    static let providerRoutes: [Route] = []
}
