/// How this installation is known to an OpenID provider.
package struct ClientRegistration: Equatable, Sendable {
    /// What people call the provider.
    package let name: String
    /// As its tokens spell it, to the letter.
    package let issuer: String
    package let clientID: String
    /// Never shown or logged.
    package let clientSecret: String
    /// Where the browser comes back to; registered there.
    package let redirectURL: String
    /// Separated by blanks.
    package let scopes: String
    /// The claim that roles follow from; where no claim has that very name, dots lead into objects.
    package let roleClaim: String

    package init(
        name: String,
        issuer: String,
        clientID: String,
        clientSecret: String,
        redirectURL: String,
        scopes: String,
        roleClaim: String
    ) {
        self.name = name
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.redirectURL = redirectURL
        self.scopes = scopes
        self.roleClaim = roleClaim
    }
}
