import HTTPTypes

/// Steering the waves of a run, as ``RouteTests`` asks for it.
enum WaveRoutes {
    static let successes: [RouteTests.Success] = [
        .init(
            method: .post,
            uri: RouteTests.runPath + "/release-wave",
            body: #"{"wave":2}"#,
            status: 202,
            fixture: "releaseWave"
        ),
        .init(
            method: .post,
            uri: RouteTests.runPath + "/stop-waves",
            body: #"{"reason":"Too slow"}"#,
            status: 202,
            fixture: "stopWaves"
        ),
    ]
}
