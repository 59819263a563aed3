import App
import Contract
import Testing

@Suite struct CLISeedTests {
    private let simulators = SeedProviders.SimulatorAddresses(
        openai: "http://s/o",
        claude: "http://s/c",
        gemini: "http://s/g"
    )

    private func seeds(
        _ environment: [String: String] = [:],
        simulated: Bool = true,
        folders: Configuration.LocalFolders = .none
    ) -> [String: ProviderSettings] {
        let options = SeedProviders.Options(
            simulators: simulated ? simulators : nil,
            localFolders: folders,
            dataFolder: "/srv/var",
            workingFolder: "/srv"
        )
        let seeds = SeedProviders.from(environment: environment, options: options)
        return Dictionary(uniqueKeysWithValues: seeds.map { ($0.0.rawValue, $0.1) })
    }

    @Test func withoutKeysTheThreeVendorsAreSandboxesAndSaySo() {
        let seeds = seeds(["OPENAI_API_KEY": ""])
        #expect(seeds.keys.sorted() == ["claude", "gemini", "openai"])
        #expect(seeds.values.allSatisfy { $0.sandbox && $0.displayName.contains("sandbox") })
        #expect(seeds["claude"]?.baseURL == "http://s/c")
    }

    @Test func aKeyMakesThatVendorRealAndTheOthersStaySandboxes() {
        let seeds = seeds(["ANTHROPIC_API_KEY": "sk-ant-secret"])
        #expect(seeds["claude"]?.sandbox == false)
        #expect(seeds["claude"]?.credential == "env:ANTHROPIC_API_KEY")
        #expect(seeds["claude"]?.baseURL == "https://api.anthropic.com")
        #expect(seeds["openai"]?.sandbox == true)
    }

    @Test func noSecretIsInTheSettings() {
        let seeds = seeds(["ANTHROPIC_API_KEY": "sk-ant-secret", "OPENAI_API_KEY": "sk-secret"])
        #expect(!seeds.values.contains { "\($0)".contains("secret") })
    }

    @Test func geminiNeedsBothTheFileAndTheProject() {
        #expect(seeds(["GOOGLE_APPLICATION_CREDENTIALS": "/k.json"])["gemini"]?.sandbox == true)
        let real = seeds([
            "GOOGLE_APPLICATION_CREDENTIALS": "k.json", "SKILLYARD_GOOGLE_PROJECT": "p",
            "SKILLYARD_GOOGLE_LOCATION": "asia-northeast3",
        ])["gemini"]
        #expect(real?.sandbox == false)
        #expect(real?.credential == "file:/srv/k.json")
        #expect(real?.baseURL == "https://asia-northeast3-aiplatform.googleapis.com")
        #expect(real?.options == ["project": "p", "location": "asia-northeast3"])
    }

    @Test func withoutSimulatorsAVendorWithoutAKeyIsLeftOut() {
        #expect(seeds(simulated: false).isEmpty)
        #expect(seeds(["OPENAI_API_KEY": "k"], simulated: false).keys.sorted() == ["openai"])
    }

    @Test func demoFoldersStayBelowTheDataFolder() {
        let seeds = seeds(["HOME": "/home/ana"], simulated: false, folders: .demo)
        #expect(seeds.keys.sorted() == ["claude-code", "codex", "copilot", "cursor", "gemini-cli"])
        #expect(seeds.values.allSatisfy { $0.kind == .folder && $0.options["root"] == "/srv/var/home" })
        #expect(seeds.values.allSatisfy { $0.options["scope"] == "user" && !$0.sandbox })
    }

    @Test func realFoldersNeedTheWord() {
        let seeds = seeds(["HOME": "/home/ana"], simulated: false, folders: .home)
        #expect(seeds["cursor"]?.options["root"] == "/home/ana")
        #expect(self.seeds(simulated: false, folders: .home).isEmpty)
    }
}
