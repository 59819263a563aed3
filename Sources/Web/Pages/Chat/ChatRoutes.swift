extension WebSite {
    static let chatRoutes: [Route] = []
}
