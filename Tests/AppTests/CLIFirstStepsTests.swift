import App
import Testing

/// The next steps that `serve` prints work as they are printed.
@Suite struct CLIFirstStepsTests {
    private func steps(
        _ flags: [String: String] = [:],
        port: Int = 8080,
        newToken: String? = nil,
        setupLink: String? = nil,
        hasTokenFile: Bool = true
    ) throws -> String {
        let configuration = try Configuration.read(flags: flags, environment: [:], workingFolder: "/srv")
        let url = configuration.url(port: port)
        let access = FirstSteps.Access(
            to: url,
            of: configuration,
            hasTokenFile: hasTokenFile,
            from: "/srv"
        )
        let steps = FirstSteps(
            url: url,
            access: access,
            newToken: newToken,
            setupLink: setupLink,
            tokenPath: configuration.tokenFile.path,
            sandboxes: ["claude"],
            realVendors: ["openai"],
            demoFolder: configuration.dataFolder + "/home"
        )
        return steps.lines(program: "skillyard").joined(separator: "\n")
    }

    @Test func theTokenIsShownWhenItIsNew() throws {
        #expect(try steps(newToken: "sky_abc").contains("    sky_abc\n"))
        #expect(try !steps().contains("token"))
    }

    @Test func theLinkForTheFirstAccountIsShownWhileThereIsNone() throws {
        let link = "http://127.0.0.1:8080/setup?code=skc_1"
        #expect(try steps(setupLink: link).contains("    \(link)\n"))
        #expect(try !steps().contains("setup"))
    }

    @Test func withTheDefaultsCommandsNeedNothingMore() throws {
        let text = try steps()
        #expect(text.contains("    skillyard skill add --recursive examples/skills\n"))
        #expect(text.hasSuffix("    skillyard where\n"))
    }

    @Test func anotherPortIsNamed() throws {
        #expect(try steps(port: 9000).contains("skillyard where --url http://127.0.0.1:9000\n"))
    }

    @Test func anotherDataFolderIsNamedForItsToken() throws {
        #expect(try steps(["data": "/d"]).contains("skillyard where --data /d\n"))
        #expect(try steps(["data": "/it's mine"]).contains("where --data '/it'\\''s mine'\n"))
    }

    /// The token file is never read for another machine's address, so its token has to be handed over.
    @Test func beyondLoopbackTheTokenIsHandedOver() throws {
        let text = try steps(["host": "192.0.2.1", "allow-insecure": "true"])
        #expect(text.contains("export SKILLYARD_TOKEN=\"$(cat /srv/var/token)\"\n"))
        #expect(text.contains("skillyard where --url http://192.0.2.1:8080\n"))
        #expect(try !steps(["host": "0.0.0.0", "allow-insecure": "true"]).contains("SKILLYARD_TOKEN"))
    }

    @Test func withoutATokenFileTheTokenIsAskedFor() throws {
        #expect(try steps(hasTokenFile: false).contains("export SKILLYARD_TOKEN=…"))
    }

    @Test func aVendorIsCalledASandboxOnlyWhenItIsOne() throws {
        let text = try steps()
        #expect(text.contains("  Sandbox: claude; "))
        #expect(text.contains("  Real: openai; "))
        #expect(text.contains("  Demo: agent folders lie below /srv/var/home,"))
    }
}
