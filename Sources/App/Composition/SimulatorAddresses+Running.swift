import Contract
import Simulators

extension SeedProviders.SimulatorAddresses {
    init(of simulator: RunningSimulator) {
        self.init(
            openai: simulator.baseURL(for: .openai),
            claude: simulator.baseURL(for: .claude),
            gemini: simulator.baseURL(for: .gemini)
        )
    }
}
