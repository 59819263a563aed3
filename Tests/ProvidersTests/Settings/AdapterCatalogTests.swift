import Contract
import Domain
import Foundation
import Simulators
import Testing

@testable import Providers

@Suite struct AdapterCatalogTests {
    private static func settings(
        _ kind: ProviderKind,
        baseURL: String? = "https://api.example",
        credential: String? = nil,
        options: [String: String] = [:]
    ) -> ProviderSettings {
        ProviderSettings(
            kind: kind,
            displayName: "x",
            baseURL: baseURL,
            credential: credential,
            options: options
        )
    }

    @Test(arguments: [
        (settings(.openai, options: ["organization": "o", "project": "p"]), []),
        (settings(.openai, baseURL: nil), ["/base_url"]),
        (settings(.openai, baseURL: "https://key@api.example"), ["/base_url"]),
        (settings(.openai, credential: "env:OPENAI_API_KEY"), []),
        (settings(.openai, credential: "file:/etc/key"), []),
        (settings(.openai, credential: "sk-live-secret"), ["/credential"]),
        (settings(.openai, credential: "file:relative"), ["/credential"]),
        (settings(.openai, credential: "env:NOT OK"), ["/credential"]),
        (settings(.openai, options: ["organisation": "o"]), ["/options/organisation"]),
        (settings(.openai, options: ["organization": "a\r\nb"]), ["/options/organization"]),
        (settings(.claude, options: ["workspace": "w"]), []),
        (settings(.gemini), ["/options/location", "/options/project"]),
        (
            settings(.gemini, options: ["project": "p", "location": "l", "token_uri": "x"]),
            ["/options/token_uri"]
        ),
        (settings(.http, options: ["a/b": ""]), ["/options/a~1b"]),
        (settings(.folder, baseURL: nil, options: ["client": "codex"]), []),
        (settings(.folder, options: ["client": "codex"]), ["/base_url"]),
        (settings(.folder, baseURL: nil), ["/options/client"]),
        (settings(.folder, baseURL: nil, options: ["client": "vim"]), ["/options/client"]),
        (settings(.folder, baseURL: nil, options: ["client": "codex", "scope": "all"]), ["/options/scope"]),
        (
            settings(.folder, baseURL: nil, options: ["client": "codex", "scope": "project"]),
            ["/options/root"]
        ),
        (settings(.folder, baseURL: nil, options: ["client": "codex", "root": "/x"]), []),
        (settings(.folder, baseURL: nil, options: ["client": "codex", "root": "x"]), ["/options/root"]),
        (settings(.folder, baseURL: nil, options: ["client": "codex", "root": ""]), ["/options/root"]),
    ])
    func settingsThatCannotWorkAreNamed(_ settings: ProviderSettings, _ pointers: [String]) {
        #expect(SettingsRules.faults(in: settings).map(\.pointer) == pointers)
    }

    @Test func aKeyEnteredByMistakeIsNotRepeated() {
        let faults = SettingsRules.faults(in: Self.settings(.openai, credential: "sk-live-secret"))
        #expect(faults.allSatisfy { !$0.detail.contains("sk-live-secret") })
    }

    @Test func aMissingCredentialIsAnAuthFailure() async throws {
        try await Bench.with { bench in
            let settings = bench.settings(.openai, credential: "env:ABSENT")
            let failure = #expect(throws: ProviderFailure.self) {
                _ = try bench.catalog.adapter(for: bench.provider(settings))
            }
            #expect(failure?.code == .authFailed)
        }
    }

    @Test func secretsComeFromTheEnvironmentAndFromFiles() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data("file-key\n".utf8).write(to: file)
        let secrets = ReferencedSecrets(environment: ["KEY": " env-key ", "EMPTY": ""])
        #expect(try secrets.secret("env:KEY") == "env-key")
        #expect(try secrets.secret("file:\(file.path())") == "file-key")
        try FileManager.default.removeItem(at: file)
        for reference in ["env:EMPTY", "env:ABSENT", "file:\(file.path())", "KEY", "file:/dev/null"] {
            let failure = #expect(throws: ProviderFailure.self) { _ = try secrets.secret(reference) }
            #expect(failure?.code == .authFailed)
        }
    }

    @Test(arguments: [(64 << 10, true), ((64 << 10) + 1, false)])
    func aSecretsFileIsReadUpToItsLimit(_ size: Int, _ isRead: Bool) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(repeating: UInt8(ascii: "k"), count: size).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let secret = try? ReferencedSecrets(environment: [:]).secret("file:\(file.path())")
        #expect(secret?.utf8.count == (isRead ? size : nil))
    }

    /// A pipe could block the one who reads it for ever; this one has its content and its end already.
    @Test func aSecretIsReadFromRegularFilesOnly() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("pipe-key".utf8))
        try pipe.fileHandleForWriting.close()
        let reference = "file:/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        let failure = #expect(throws: ProviderFailure.self) {
            _ = try ReferencedSecrets(environment: [:]).secret(reference)
        }
        #expect(failure?.code == .authFailed)
    }

    /// Whoever may change a provider's settings could have the program's own keys sent to an address of theirs.
    @Test func keysOfTheProgramAreNobodysCredential() throws {
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.appending(path: UUID().uuidString)
        try manager.createDirectory(at: folder.appending(path: "keys"), withIntermediateDirectories: true)
        defer { try? manager.removeItem(at: folder) }
        try Data("sealing-key\n".utf8).write(to: folder.appending(path: "keys/secrets"))
        try Data("vendor-key\n".utf8).write(to: folder.appending(path: "vendor"))
        try manager.createSymbolicLink(
            at: folder.appending(path: "link"),
            withDestinationURL: folder.appending(path: "keys/secrets")
        )
        let secrets = ReferencedSecrets(
            environment: [:],
            closed: [folder.path + "/keys", folder.path + "/absent"]
        )
        #expect(try secrets.secret("file:\(folder.path)/vendor") == "vendor-key")
        for path in ["/keys/secrets", "/link", "/vendor/../keys/secrets"].map({ folder.path + $0 }) + [
            "/proc/self/environ"
        ] {
            let failure = #expect(throws: ProviderFailure.self) { _ = try secrets.secret("file:\(path)") }
            #expect(failure?.code == .authFailed)
        }
    }

    /// What is mounted into a container is a link to the newest of several folders.
    @Test func keysOfTheProgramStayClosedWhenTheyAreReplaced() throws {
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.appending(path: UUID().uuidString)
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? manager.removeItem(at: folder) }
        let link = folder.appending(path: "key")
        let secrets = ReferencedSecrets(environment: [:], closed: [link.path])
        for name in ["old", "new"] {
            let place = folder.appending(path: name)
            try Data("own-key\n".utf8).write(to: place)
            try? manager.removeItem(at: link)
            try manager.createSymbolicLink(at: link, withDestinationURL: place)
            for path in [link.path, place.path] {
                #expect(throws: ProviderFailure.self) { _ = try secrets.secret("file:\(path)") }
            }
        }
    }

    @Test func theVersionOfGooglesInterfaceMayBeLeftOut() async throws {
        try await Bench.with { bench in
            for address in [
                bench.simulator.baseURL(for: .gemini), bench.simulator.baseURL(for: .gemini) + "/v1beta1",
            ] {
                let settings = bench.settings(.gemini, baseURL: address)
                try await bench.catalog.adapter(for: bench.provider(settings)).check()
            }
        }
    }
}
