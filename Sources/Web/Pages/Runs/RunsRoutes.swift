extension WebSite {
    static let runRoutes: [Route] = []
}
