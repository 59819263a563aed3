import Contract
import Foundation
import PostgresFixture
import Testing

/// A server that cannot start says so in one line, with the setting to change, and ends (OP-06).
@Suite(.serialized) struct StartFailureTests {
    private static let deadline = Duration.seconds(20)

    @Test(arguments: [[], ["--simulators"], ["--role", "api"]])
    func aPortInUse(more: [String]) async throws {
        let holder = try Listener()
        let line = try await failing(["--port", "\(holder.port)"] + more)
        #expect(line.contains("Port \(holder.port) of 127.0.0.1 is in use"))
        #expect(line.contains("--port"))
    }

    /// It is its own port that is named, not the one of the API.
    @Test(arguments: ["all", "worker"]) func aHealthPortInUse(role: String) async throws {
        let holder = try Listener()
        let line = try await failing(
            ["--port", "\(try freeLoopbackPort())", "--role", role, "--health-port", "\(holder.port)"],
            // Both ports are asked for at the same time: the other one may have been got before.
            isAlone: false
        )
        #expect(line.contains("Port \(holder.port) of 127.0.0.1 is in use"))
        #expect(line.contains("--health-port"))
    }

    @Test func aSimulatorPortInUse() async throws {
        let holder = try Listener()
        let port = try freeLoopbackPort()
        let line = try await failing(
            ["--port", "\(port)", "--simulators", "--simulator-port", "\(holder.port)"]
        )
        #expect(line.contains("Port \(holder.port) of 127.0.0.1 is in use"))
        #expect(line.contains("--simulator-port"))
        #expect(throws: (any Error).self) { try RawConnection(port: port, sending: "x") }
    }

    @Test(arguments: ["missing", "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n", ""])
    func aBadCertificate(content: String) async throws {
        try await inFolder { folder in
            let file = folder.appending(path: "cert.pem")
            if content != "missing" { try Data(content.utf8).write(to: file) }
            let line = try await failing(
                ["--port", "\(try freeLoopbackPort())", "--tls-cert", file.path, "--tls-key", file.path]
            )
            #expect(line.contains("--tls-cert"))
            #expect(line.contains("--tls-key"))
        }
    }

    @Test func aDataFolderThatCannotBeMade() async throws {
        try await inFolder { folder in
            let file = folder.appending(path: "file")
            try Data().write(to: file)
            for place in [file.path, file.path + "/below"] {
                let line = try await failing(["--port", "\(try freeLoopbackPort())"], data: place)
                #expect(line.contains("data folder \(place)"))
                #expect(line.contains("--data"))
            }
        }
    }

    @Test func anAddressOfAnotherMachine() async throws {
        let line = try await failing(
            ["--port", "\(try freeLoopbackPort())", "--host", "192.0.2.1", "--allow-insecure"]
        )
        #expect(line.contains("192.0.2.1"))
        #expect(line.contains("--host"))
    }

    @Test func aSimulatorAloneOnAPortInUse() async throws {
        let holder = try Listener()
        let line = try await failing(["--port", "\(holder.port)"], command: "simulate")
        #expect(line.contains("Port \(holder.port) of 127.0.0.1 is in use"))
    }

    /// Runs the built program until it ends by itself.
    ///
    /// - Returns: The one line it said.
    private func failing(
        _ arguments: [String],
        command: String = "serve",
        data: String? = nil,
        isAlone: Bool = true
    ) async throws -> String {
        try await inFolder { folder in
            let program = ChildProgram(
                [command] + arguments + ["--data", data ?? folder.appending(path: "data").path],
                log: folder.appending(path: "log")
            )
            try program.start()
            #expect(await program.ended(within: Self.deadline) == 1, "It ends by itself with status 1.")
            let lines = try program.said.split(separator: "\n")
            #expect(lines.count == 1 || !isAlone, "\(lines)")
            #expect(lines.last?.hasPrefix("error: ") == true)
            return lines.last.map(String.init) ?? ""
        }
    }
}
