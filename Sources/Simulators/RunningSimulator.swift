package import Contract

/// A simulator that runs in this process, for tests.
package struct RunningSimulator: Sendable {
    package let host: String
    package let port: Int
    private let desk: FrontDesk
    private let task: Task<Void, Never>

    init(host: String, port: Int, desk: FrontDesk, task: Task<Void, Never>) {
        self.host = host
        self.port = port
        self.desk = desk
        self.task = task
    }

    /// Where a provider of that kind finds its look-alike, as the vendors' SDKs want it.
    ///
    /// OpenAI's ends in `/v1`, the others leave the version to the path; folders have none and get the root.
    package func baseURL(for kind: ProviderKind) -> String {
        let root = "http://\(host):\(port)"
        return switch kind {
        case .openai: root + "/openai/v1"
        case .claude: root + "/claude"
        case .gemini: root + "/google"
        case .http: root + "/http"
        case .folder: root
        }
    }

    /// Replaces the fault script and lets go of the requests the one before left hanging.
    package func load(_ script: FaultScript) {
        desk.load(script)
    }

    package var state: SimulatorState { desk.state() }
    package var requests: RequestCounts { desk.ledger.counted }

    /// The most requests that each vendor had open at the same time since the last time this was asked.
    package func takeMostOpen() -> [SimulatedVendor: Int] { desk.open.takeMost() }

    /// Forgets all skills, counts and faults.
    package func reset() throws {
        try desk.reset()
    }

    /// Returns once the port is closed.
    package func stop() async {
        desk.held.releaseAll()
        task.cancel()
        await task.value
    }
}
