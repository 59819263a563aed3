/// Where the keys lie that credentials are sealed with: never in the database.
package protocol KeyStore: Sendable {
    /// The keys as they are now, the one to seal with first.
    ///
    /// - Throws: ``KeyTrouble``
    func keys() throws(KeyTrouble) -> [SealingKey]
    /// The key to seal with; makes the first one where that is allowed.
    ///
    /// - Throws: ``KeyTrouble``
    func sealingKey() throws(KeyTrouble) -> SealingKey
    /// Makes a new key to seal with from now on, and keeps the others.
    ///
    /// - Throws: ``KeyTrouble`` where keys are somebody else's to make.
    func addKey() throws(KeyTrouble) -> SealingKey
    /// Runs something while nobody else changes which keys seal, as a whole and not only for one change.
    ///
    /// - Parameter body: What runs.
    /// - Returns: What it gives.
    /// - Throws: ``KeyTrouble`` when somebody else is at it, and what `body` throws.
    func exclusively<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result
    /// Forgets keys for good.
    ///
    /// - Throws: ``KeyTrouble`` where keys are somebody else's to remove.
    func removeKeys(_ ids: Set<String>) throws(KeyTrouble)
}

/// Why a credential cannot be sealed or opened.
package enum KeyTrouble: Error, Equatable, Sendable {
    /// No key was given, and none may be made.
    case noKey
    /// Keys were given in the environment, where nobody but whoever gave them can change them.
    case given
    /// The key is not among those that are here.
    case missing(id: String)
    /// What was stored is not what was sealed, or belongs to another provider.
    case altered
    /// There is no key and nothing that one would seal.
    case nothingStored
    /// Another rotation of the same keys has not ended.
    case busy
    /// The keys cannot be read or written, in one sentence.
    case unusable(String)

    /// For people who run the server.
    package var sentence: String {
        switch self {
        case .noKey: "This server has no key to seal credentials with."
        case .given: "The keys come from the environment: only whoever sets it can change them."
        case .missing(let id):
            "The credential is sealed with the key \(id), which this server does not have: "
                + "give it back that key, or set the credential anew."
        case .altered:
            "The stored credential was altered, or given for another provider or address: set it anew."
        case .nothingStored: "Nothing is stored, and no key is needed before something is."
        case .busy: "Another rotation of these keys is under way."
        case .unusable(let sentence): sentence
        }
    }
}

/// Keys that were handed over when the program started.
package struct GivenKeys: KeyStore {
    private let given: [SealingKey]

    package init(_ keys: [SealingKey]) {
        given = keys
    }

    /// Reads keys in base64, with spaces, line breaks or commas between them.
    ///
    /// - Returns: Nil when there is none, or something else.
    package init?(text: String) {
        guard let keys = SealingKey.list(text), !keys.isEmpty else { return nil }
        self.init(keys)
    }

    package func keys() -> [SealingKey] { given }

    package func sealingKey() throws(KeyTrouble) -> SealingKey {
        guard let key = given.first else { throw .noKey }
        return key
    }

    package func addKey() throws(KeyTrouble) -> SealingKey { throw given.isEmpty ? .noKey : .given }

    /// Nothing here changes them, so nobody has to be kept out.
    package func exclusively<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws
        -> Result
    {
        try await body()
    }

    package func removeKeys(_ ids: Set<String>) throws(KeyTrouble) { throw .given }
}

extension SealingKey {
    /// Keys in base64, with spaces, line breaks or commas between them; nil when one is none.
    package static func list(_ text: String) -> [SealingKey]? {
        var keys: [SealingKey] = []
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            guard let key = SealingKey(base64: word) else { return nil }
            keys.append(key)
        }
        return keys
    }
}
