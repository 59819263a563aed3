import HTTPTypes

extension WebSite {
    /// Every address of the pages on one screen; each feature lists its own.
    static let routes: [Route] =
        [
            .open(.get, "/") { $0.redirect(to: "/dashboard") },
            .open(.get, "/static/**", staticFile),
        ] + signInRoutes + externalSignInRoutes + setUpRoutes + dashboardRoutes + skillRoutes + installRoutes
        + desiredStateRoutes + runRoutes
        + alertRoutes + driftRoutes + providerRoutes + pauseRoutes
        + auditRoutes + settingsRoutes + channelRoutes + accountsRoutes + paletteRoutes + chatRoutes
        + liveRoutes
}
