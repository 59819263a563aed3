extension WebSite {
    static let dashboardRoutes: [Route] = []
}
