package import Foundation

/// An authority that signs certificates for a day, made by OpenSSL.
package struct CertificateAuthority: Sendable {
    /// A server's certificate with its key, in PEM.
    package struct Certificate: Sendable {
        package let chain: Data
        package let key: Data
    }

    private let folder: URL

    /// Makes a new one, whom nobody trusts yet.
    ///
    /// - Throws: ``FixtureError``
    package static func make() async throws -> CertificateAuthority {
        try await offTheCooperativePool { try CertificateAuthority() }
    }

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "skillyard-ca-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try run(
            ["req", "-x509", "-days", "1", "-keyout", path("ca.key"), "-out", path("ca.pem")] + Self.newKey
        )
    }

    /// Its own certificate, for those who are to trust it.
    package var file: String { path("ca.pem") }

    /// Signs for a server of that name.
    ///
    /// - Throws: ``FixtureError``
    package func certificate(for host: String) async throws -> Certificate {
        try await offTheCooperativePool { try signed(for: host) }
    }

    private func signed(for host: String) throws -> Certificate {
        let name = UUID().uuidString
        let (key, request, chain) = (path("\(name).key"), path("\(name).csr"), path("\(name).pem"))
        let extensions = path("\(name).ext")
        try "subjectAltName = DNS:\(host)\nbasicConstraints = CA:FALSE\n"
            .write(toFile: extensions, atomically: false, encoding: .utf8)
        try run(["req", "-new", "-keyout", key, "-out", request] + Self.newKey)
        try run([
            "x509", "-req", "-in", request, "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
            "-CAcreateserial",
            "-days", "1", "-extfile", extensions, "-out", chain,
        ])
        return Certificate(
            chain: try Data(contentsOf: URL(filePath: chain)),
            key: try Data(contentsOf: URL(filePath: key))
        )
    }

    /// Removes it with everything it signed.
    package func remove() throws {
        try FileManager.default.removeItem(at: folder)
    }

    private static let newKey = [
        "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=Skillyard tests",
    ]

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func run(_ arguments: [String]) throws {
        let output = path("output")
        guard try ChildProcess(["openssl"] + arguments, output: output).wait() else {
            let said = try String(contentsOfFile: output, encoding: .utf8)
            throw FixtureError(description: "openssl \(arguments[0]) failed: \(said)")
        }
    }
}
