import Contract
import Crypto
import CryptoExtras
import Dispatch
import Synchronization

/// Turns passwords into what is stored of them, and compares them.
///
/// Each takes much time and memory on purpose, so only few are done at once, on threads of their own.
final class PasswordHashes: Sendable {
    /// Together 256 MiB with the recommended cost.
    private static let atOnce = 2
    /// Who comes when so many wait is sent away, or the wait would be longer than anybody's patience.
    private static let maximumWaiting = 32

    private let cost: PasswordCost
    /// Compared with where there is no account, so that its absence takes as long.
    private let nobody: PasswordHash
    private let queue = DispatchQueue(label: "skillyard.passwords", attributes: .concurrent)
    private let turns = Mutex(Turns())

    private struct Turns {
        var taken = 0
        /// Each is told whether its turn has come.
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    init(_ cost: PasswordCost) {
        self.cost = cost
        nobody = PasswordHash(cost: cost, salt: PasswordHash.newSalt(), key: PasswordHash.newSalt())
    }

    /// - Throws: ``Problem`` with `unavailable` when too many wait already.
    func hash(_ password: String) async throws(Problem) -> String {
        let salt = PasswordHash.newSalt()
        let key = try await derive(password, salt, cost)
        return PasswordHash(cost: cost, salt: salt, key: key).text
    }

    /// Whether a password is the one that was hashed; never without a hash, and in the same time.
    ///
    /// - Throws: ``Problem`` with `unavailable` when too many wait already; `internal` for a hash of no known form.
    func matches(_ password: String, _ stored: String?) async throws(Problem) -> Bool {
        guard let stored else {
            _ = try await derive(password, nobody.salt, nobody.cost)
            return false
        }
        guard let known = PasswordHash(text: stored) else {
            throw Problem(.internal, "The stored password is in a form that this version does not know.")
        }
        let key = try await derive(password, known.salt, known.cost)
        // Without stopping at the first difference.
        return key.count == known.key.count && zip(key, known.key).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func derive(_ password: String, _ salt: [UInt8], _ cost: PasswordCost) async throws(Problem)
        -> [UInt8]
    {
        try await takeTurn()
        defer { giveTurn() }
        let bytes = PasswordRules.normalized(password)
        let key = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: PasswordHash.key(of: bytes, salt, cost)) }
        }
        guard let key else { throw Problem(.internal, "A password cannot be hashed.") }
        return key
    }

    private func takeTurn() async throws(Problem) {
        let hasTurn = await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
            let answer = turns.withLock { turns -> Bool? in
                guard turns.taken >= Self.atOnce else {
                    turns.taken += 1
                    return true
                }
                guard turns.waiting.count < Self.maximumWaiting else { return false }
                turns.waiting.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
        guard hasTurn else {
            throw Problem(.unavailable, "Too many are signing in at this moment.", retryAfterSeconds: 5)
        }
    }

    private func giveTurn() {
        let next = turns.withLock { turns -> CheckedContinuation<Bool, Never>? in
            guard turns.waiting.isEmpty else { return turns.waiting.removeFirst() }
            turns.taken -= 1
            return nil
        }
        next?.resume(returning: true)
    }
}

/// What is stored of a password: `scrypt$17$8$1$salt$key`, the bytes in hexadecimal.
struct PasswordHash: Equatable, Sendable {
    let cost: PasswordCost
    let salt: [UInt8]
    let key: [UInt8]

    init(cost: PasswordCost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// Nil for another form, or a cost beyond what this program would ever make.
    init?(text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), (1...20).contains(logN), (1...32).contains(blockSize),
            (1...16).contains(parallelism), let salt = bytes(ofHexadecimal: parts[4]),
            let key = bytes(ofHexadecimal: parts[5])
        else { return nil }
        self.init(
            cost: PasswordCost(logN: logN, blockSize: blockSize, parallelism: parallelism),
            salt: salt,
            key: key
        )
    }

    var text: String {
        let numbers = "\(cost.logN)$\(cost.blockSize)$\(cost.parallelism)"
        return "scrypt$\(numbers)$\(hexadecimal(salt))$\(hexadecimal(key))"
    }

    /// A hash that no password has: nobody knows what would lead to it.
    static func ofNoPassword(_ cost: PasswordCost) -> PasswordHash {
        PasswordHash(cost: cost, salt: newSalt(), key: newSalt())
    }

    static func newSalt() -> [UInt8] {
        unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Array($0) }
    }

    /// Nil when the parameters are none that scrypt takes, or there is no memory for them.
    static func key(of password: [UInt8], _ salt: [UInt8], _ cost: PasswordCost) -> [UInt8]? {
        let key = try? KDF.Scrypt.deriveKey(
            from: password,
            salt: salt,
            outputByteCount: 32,
            rounds: 1 << cost.logN,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        )
        return unsafe key?.withUnsafeBytes { unsafe Array($0) }
    }
}

private func bytes(ofHexadecimal text: Substring) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var rest = text
    while !rest.isEmpty {
        guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
        bytes.append(byte)
        rest = rest.dropFirst(2)
    }
    return bytes
}
