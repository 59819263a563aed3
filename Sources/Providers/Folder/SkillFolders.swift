import Contract
import Crypto
import Domain
import Glibc
import NIOCore

/// Puts skills into folders and takes them out again, touching only what was put there by us.
///
/// All work on one skills folder is done one after the other on a thread of its own, under a lock that other
/// processes with the same state folder respect. Whoever waits is answered at the deadline with `timeout`,
/// though what has begun may still be done.
final class SkillFolders: Sendable {
    private let stateDirectory: String
    private let threads = FolderThreads()
    /// Begins the names of our working folders; other programs' are left alone.
    let prefix: String

    init(stateDirectory: String) {
        self.stateDirectory = stateDirectory
        prefix = ".skillyard-" + hexadecimal(SHA256.hash(data: Array(stateDirectory.utf8)).prefix(4)) + "-"
    }

    /// What stands in a skill's place.
    enum Standing: Equatable, Sendable {
        case nothing
        case ours(Receipt, digests: [String])
        /// Ours once, changed by hand since.
        case changed
        case foreign
    }

    func standing(of place: SkillPlace, until deadline: NIODeadline) async throws(ProviderFailure) -> Standing
    {
        try await run(place, until: deadline) { receipts, skills throws(PathFailure) in
            guard let skills else { return .nothing }
            return try Self.standing(of: place, receipts, skills)
        }
    }

    func files(at place: SkillPlace, until deadline: NIODeadline) async throws(ProviderFailure)
        -> [BundleFile]?
    {
        try await run(place, until: deadline) { _, skills throws(PathFailure) in
            guard let skills, case .folder = try skills.kind(of: place.name) else { return nil }
            return try SkillTree.read(try skills.open(place.name))
        }
    }

    /// Makes `bundle` the content of the place.
    func put(_ bundle: SkillBundle, at place: SkillPlace, task: TaskID, until deadline: NIODeadline)
        async throws(ProviderFailure)
    {
        let prefix = prefix
        try await run(place, until: deadline, creating: true) { receipts, skills throws(PathFailure) in
            guard let skills else { throw PathFailure(number: ENOENT, what: "could not be opened") }
            try Self.sweep(prefix, in: skills)
            var receipt = Receipt(path: place.path, digest: nil, pending: nil, owners: [])
            switch try Self.standing(of: place, receipts, skills) {
            case .nothing: break
            case .ours(let known, let digests):
                receipt = known
                receipt.digest = digests.first { known.covers([$0]) }
            case .changed, .foreign: throw PathFailure(number: EEXIST, what: "could not be replaced")
            }
            receipt.owners = Array(Set(receipt.owners + [place.owner])).sorted()
            receipt.pending = bundle.digest
            try receipts.save(receipt)
            let working = prefix + task.rawValue
            try Self.replace(place, with: bundle, working: working, in: skills, receipt)
            receipt.digest = bundle.digest
            receipt.pending = nil
            try receipts.save(receipt)
            try skills.removeTree(working)
        }
    }

    /// Takes the place's content away, or only this owner's share in it while others remain.
    func remove(_ place: SkillPlace, task: TaskID, until deadline: NIODeadline) async throws(ProviderFailure)
    {
        let prefix = prefix
        try await run(place, until: deadline) { receipts, skills throws(PathFailure) in
            guard let skills else { return try receipts.remove(place.path) }
            try Self.sweep(prefix, in: skills)
            switch try Self.standing(of: place, receipts, skills) {
            case .nothing: return try receipts.remove(place.path)
            case .changed, .foreign: throw PathFailure(number: EEXIST, what: "could not be removed")
            case .ours(var receipt, _):
                receipt.owners.removeAll { $0 == place.owner }
                guard receipt.owners.isEmpty else { return try receipts.save(receipt) }
            }
            let working = prefix + task.rawValue
            try skills.make(working)
            try skills.rename(place.name, to: try skills.open(working), place.name, .fresh)
            try skills.sync()
            try receipts.remove(place.path)
            try skills.removeTree(working)
        }
    }

    /// Records that one more provider counts on what stands there.
    func share(_ place: SkillPlace, until deadline: NIODeadline) async throws(ProviderFailure) {
        try await run(place, until: deadline) { receipts, skills throws(PathFailure) in
            guard let skills,
                case .ours(var receipt, let digests) = try Self.standing(of: place, receipts, skills)
            else { return }
            let digest = digests.first { receipt.covers([$0]) }
            guard !receipt.owners.contains(place.owner) || receipt.digest != digest || receipt.pending != nil
            else { return }
            receipt.owners = Array(Set(receipt.owners + [place.owner])).sorted()
            receipt.digest = digest
            receipt.pending = nil
            try receipts.save(receipt)
        }
    }

    /// Sees that a folder can be written to, on the thread of the skills folder below it.
    func check(_ root: String, skills: String, until deadline: NIODeadline) async throws(ProviderFailure) {
        let result = await threads.run(on: skills, until: deadline) { () throws(PathFailure) in
            guard unsafe access(root, W_OK | X_OK) == 0 else {
                throw PathFailure(number: errno, what: "could not be used")
            }
        }
        do { try result.get() } catch {
            throw error.providerFailure(at: root)
        }
    }

    func run<Value: Sendable>(
        _ place: SkillPlace,
        until deadline: NIODeadline,
        creating: Bool = false,
        _ body: @escaping @Sendable (Receipts, Directory?) throws(PathFailure) -> Value
    ) async throws(ProviderFailure) -> Value {
        let stateDirectory = stateDirectory
        let result = await threads.run(on: place.skillsPath, until: deadline) {
            () throws(PathFailure) -> Value in
            let receipts = try Self.receiptsFolder(in: stateDirectory)
            let lock = try Self.lock(place, in: receipts)
            try lock.take(until: deadline)
            let skills = try place.open(creating: creating)
            // Several paths may lead to the same folder, through links.
            let shared = try Self.lock(skills, in: receipts)
            try shared?.take(until: deadline)
            defer { withExtendedLifetime((lock, shared)) {} }
            return try body(Receipts(receipts), skills)
        }
        do {
            return try result.get()
        } catch {
            throw error.providerFailure(at: place.path)
        }
    }
}
