extension WebSite {
    static let settingsRoutes: [Route] = []
}
