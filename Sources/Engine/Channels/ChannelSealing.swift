import Contract
import Domain
import Store

/// Seals where channels send to and what they sign with.
struct ChannelSealing: Sendable {
    private let vault: CredentialVault
    private let messenger: any Messenger
    private let person: String
    private let moment: Timestamp

    init(_ vault: CredentialVault, _ messenger: any Messenger, _ person: String, at moment: Timestamp) {
        self.vault = vault
        self.messenger = messenger
        self.person = person
        self.moment = moment
    }

    /// The address of a channel from now on.
    ///
    /// - Parameters:
    ///   - id: The channel.
    ///   - change: How it is to become.
    ///   - known: As it was; nil for a new one.
    /// - Returns: What may be shown of the address, the address sealed, and a signing secret that was made for it.
    /// - Throws: ``Problem`` when there is none, or no key to seal it with.
    func sealed(_ id: ChannelID, _ change: ChannelChange, _ known: StoredChannel?) throws(Problem)
        -> (origin: String?, sealed: SealedCredential?, made: Secret?)
    {
        let kind = change.settings.kind
        guard kind.takesURL else { return (nil, nil, nil) }
        let isSameKind = known?.settings.kind == kind
        if isSameKind, change.url == nil, change.signingSecret == nil, let sealed = known?.sealed {
            return (known?.origin, sealed, nil)
        }
        let old = isSameKind && isPartial(change) ? try known.flatMap(opened) : nil
        guard let url = change.url ?? old?.url else {
            let fault = Problem.Fault("/url", .required, as: "channel_url", "Say where to send to.")
            throw Problem(.validationFailed, as: "one", "One value is invalid.", errors: [fault])
        }
        let origin: String
        do throws(UnusableAddress) { origin = try messenger.origin(of: url, kind) } catch {
            let fault = Problem.Fault("/url", .format, as: error.variant, error.detail)
            throw Problem(.validationFailed, as: "one", "One value is invalid.", errors: [fault])
        }
        var address = ChannelAddress(url: url)
        var made: Secret?
        if kind == .webhook {
            let given = change.signingSecret ?? old?.signingSecret
            if given == nil { made = SigningSecret.make() }
            address.signingSecret = given ?? made
        }
        return (origin, try seal(address, of: CredentialHolder(id, kind)), made)
    }

    /// Whether something of the present address stays: only then it has to be opened.
    private func isPartial(_ change: ChannelChange) -> Bool {
        change.url == nil || change.settings.kind == .webhook && change.signingSecret == nil
    }

    private func opened(_ channel: StoredChannel) throws(Problem) -> ChannelAddress? {
        do throws(KeyTrouble) { return try vault.address(of: channel) } catch { throw error.problem }
    }

    private func seal(_ address: ChannelAddress, of holder: CredentialHolder) throws(Problem)
        -> SealedCredential
    {
        do {
            return try vault.seal(Secret(try JSON.text(address)), of: holder, at: moment, by: person)
        } catch let trouble as KeyTrouble {
            throw trouble.problem
        } catch {
            throw KeyTrouble.unusable("An address could not be written.").problem
        }
    }
}

extension CredentialVault {
    /// - Returns: Where a channel sends to; nil for one that has no address.
    /// - Throws: ``KeyTrouble`` when it cannot be opened here.
    func address(of channel: StoredChannel) throws(KeyTrouble) -> ChannelAddress? {
        guard let sealed = channel.sealed else { return nil }
        let text = try open(sealed, of: CredentialHolder(channel.id, channel.settings.kind)).text
        guard let address = try? JSON.decode(ChannelAddress.self, from: text.utf8) else { throw .altered }
        return address
    }
}
