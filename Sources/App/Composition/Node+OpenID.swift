import AsyncHTTPClient
import Contract
import Engine
import Logging
import OpenID
import Providers

/// The identity provider where people sign in besides here.
extension Node {
    /// Nil where none is set up; whether it is there shows when somebody signs in.
    ///
    /// - Throws: ``Problem`` when the client's secret cannot be read.
    func identityProvider(_ client: HTTPClient, _ clock: SharedClock) throws(Problem) -> RelyingParty? {
        guard let settings = configuration.identityProvider, configuration.role != .worker else { return nil }
        let registration = ClientRegistration(
            name: settings.name,
            issuer: settings.issuer,
            clientID: settings.clientID,
            clientSecret: try secret(settings.clientSecret),
            redirectURL: settings.redirectURL,
            scopes: settings.scopes,
            roleClaim: settings.roleClaim
        )
        return RelyingParty(registration, httpClient: client, now: { clock.now() })
    }

    /// On the day on which the provider is gone, it is too late.
    func warnWithoutOwnAdministrator(_ engine: Engine) async throws {
        guard configuration.identityProvider != nil, try await !engine.hasOwnAdministrator() else { return }
        logger.warning(
            "Without the identity provider nobody can administer this installation: make an account with a password."
        )
    }

    private func secret(_ text: String) throws(Problem) -> String {
        guard text.hasPrefix("file:") else { return text }
        do { return try ReferencedSecrets(environment: [:]).secret(text) } catch {
            let name = Setting.oidcClientSecret.name
            throw Problem(.unavailable, "The file that \(name) names is missing, empty or unreadable.")
        }
    }
}
