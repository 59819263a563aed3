import Contract
package import Domain
import Glibc

/// Where credentials come from; their references are stored, never they themselves.
package protocol SecretSource: Sendable {
    /// What a reference of the form `env:NAME` or `file:/absolute/path` stands for.
    ///
    /// - Throws: ``ProviderFailure`` with `auth_failed` when there is nothing; it never holds the secret.
    func secret(_ reference: String) throws(ProviderFailure) -> String
}

/// Secrets in the environment's variables and in files.
package struct ReferencedSecrets: SecretSource {
    private let environment: [String: String]
    private let closed: [String]

    /// - Parameters:
    ///   - environment: The variables that may hold credentials of providers.
    ///   - closed: Files and folders of the program's own keys, which no provider's settings may name.
    package init(environment: [String: String], closed: [String] = []) {
        self.environment = environment
        // The program's own environment lies open under /proc.
        self.closed = ["/proc", "/sys"] + closed
    }

    /// Without links in it; nil where there is nothing.
    private static func resolved(_ path: String) -> String? {
        guard let found = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }

    private func isClosed(_ path: String) -> Bool {
        guard let place = Self.resolved(path) else { return false }
        // Each time anew: what is mounted into a container is a link, and leads elsewhere after a change.
        return closed.lazy.compactMap(Self.resolved).contains { place == $0 || place.hasPrefix($0 + "/") }
    }

    package func secret(_ reference: String) throws(ProviderFailure) -> String {
        let text: String?
        switch SecretReference(reference) {
        case .environment(let name): text = environment[name]
        case .file(let path): text = isClosed(path) ? nil : Self.content(of: path)
        case .sealed: throw ProviderFailure(.authFailed, "No credential is stored for this provider.")
        case nil: throw ProviderFailure(.authFailed, "The credential's reference cannot be read.")
        }
        guard let secret = text?.trimmed, !secret.isEmpty else {
            throw ProviderFailure(.authFailed, "The credential \(reference) is missing or empty.")
        }
        return secret
    }

    /// The text of a regular file that is no larger than ``Secret/longest``.
    ///
    /// Opening a pipe would wait for somebody to write, and a device may never end.
    private static func content(of path: String) -> String? {
        let file = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Secret.longest + 1)
        while content.count <= Secret.longest {
            let count = unsafe read(file, &chunk, chunk.count - content.count)
            if count == 0 { return String(decoding: content, as: UTF8.self) }
            if count > 0 {
                content += chunk[..<count]
            } else if errno != EINTR {
                return nil
            }
        }
        return nil
    }
}

/// What a credential's reference points to.
enum SecretReference: Equatable {
    case environment(String)
    case file(String)
    /// Not a place that can be read from: whoever opens sealed credentials hands it over.
    case sealed

    init?(_ text: String) {
        if text == ProviderSettings.sealed {
            self = .sealed
        } else if text.hasPrefix("env:") {
            let name = text.dropFirst(4)
            guard let first = name.first, first == "_" || first.isASCII && first.isLetter,
                name.allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) })
            else { return nil }
            self = .environment(String(name))
        } else if text.hasPrefix("file:/") {
            self = .file(String(text.dropFirst(5)))
        } else {
            return nil
        }
    }
}
