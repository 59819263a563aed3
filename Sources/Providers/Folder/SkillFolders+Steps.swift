import Contract
import Crypto
import Domain
import Glibc

/// The parts of putting and removing, each run on the queue and under the lock.
extension SkillFolders {
    static func standing(
        of place: SkillPlace,
        _ receipts: Receipts,
        _ skills: Directory
    ) throws(PathFailure) -> Standing {
        guard let kind = try skills.kind(of: place.name) else { return .nothing }
        guard let receipt = try receipts.receipt(for: place.path) else { return .foreign }
        guard case .folder = kind, let files = try SkillTree.read(try skills.open(place.name)) else {
            return .changed
        }
        let digests = SkillTree.digests(of: files)
        return receipt.covers(digests) ? .ours(receipt, digests: digests) : .changed
    }

    /// Deletes what earlier tries left behind; nobody else is at it, since we hold the lock.
    static func sweep(_ prefix: String, in skills: Directory) throws(PathFailure) {
        for name in try skills.names() where name.hasPrefix(prefix) { try skills.removeTree(name) }
    }

    /// Writes the skill beside its place, then puts it there in one instant.
    static func replace(
        _ place: SkillPlace,
        with bundle: SkillBundle,
        working: String,
        in skills: Directory,
        _ receipt: Receipt
    ) throws(PathFailure) {
        try skills.make(working)
        let bench = try skills.open(working)
        // One level further down, so that no agent takes the unfinished folder for a skill.
        try bench.make(place.name)
        do throws(PathFailure) {
            try SkillTree.write(bundle.files, into: try bench.open(place.name))
        } catch {
            // Half a skill is of no use; what cannot be deleted now is swept next time.
            try? skills.removeTree(working)
            throw error
        }
        try bench.sync()
        if try skills.kind(of: place.name) == nil {
            try settle(place.name, from: bench, in: skills)
        } else {
            try exchange(place.name, with: bench, in: skills, receipt)
        }
        try bench.sync()
        try skills.sync()
    }

    private static func settle(_ name: String, from bench: Directory, in skills: Directory)
        throws(PathFailure)
    {
        do {
            try bench.rename(name, to: skills, name, .fresh)
        } catch {
            guard error.isUnsupported else { throw error }
            // Not every file system can refuse; we have looked a moment ago.
            try bench.rename(name, to: skills, name, .over)
        }
    }

    private static func exchange(
        _ name: String,
        with bench: Directory,
        in skills: Directory,
        _ receipt: Receipt
    ) throws(PathFailure) {
        do {
            try bench.rename(name, to: skills, name, .exchange)
        } catch {
            guard error.isUnsupported else { throw error }
            return try exchangeInTwoSteps(name, with: bench, in: skills)
        }
        // Somebody may have changed a file between our look and the exchange: then everything goes back.
        let files = try SkillTree.read(try bench.open(name))
        guard let files, receipt.covers(SkillTree.digests(of: files)) else {
            try bench.rename(name, to: skills, name, .exchange)
            throw PathFailure(number: EEXIST, what: "could not be replaced")
        }
    }

    /// For file systems that cannot exchange two names: the place is empty for a moment.
    private static func exchangeInTwoSteps(
        _ name: String,
        with bench: Directory,
        in skills: Directory
    ) throws(PathFailure) {
        let aside = name + ".before"
        try skills.rename(name, to: bench, aside, .over)
        do {
            try bench.rename(name, to: skills, name, .over)
        } catch {
            try bench.rename(aside, to: skills, name, .over)
            throw error
        }
    }

    /// The lock of everybody who uses this path.
    static func lock(_ place: SkillPlace, in receipts: Directory) throws(PathFailure) -> FolderLock {
        let name = hexadecimal(SHA256.hash(data: Array(place.skillsPath.utf8)))
        return try receipts.lockFile(name + ".lock")
    }

    /// The lock of everybody who uses this folder; nil for none.
    static func lock(_ skills: Directory?, in receipts: Directory) throws(PathFailure) -> FolderLock? {
        guard let skills else { return nil }
        return try receipts.lockFile(try skills.identity() + ".lock")
    }

    /// Opens the folder of the receipts, making it where it is missing.
    static func receiptsFolder(in stateDirectory: String) throws(PathFailure) -> Directory {
        let state = try Directory.making(stateDirectory)
        try state.make("receipts")
        return try state.open("receipts")
    }
}

extension PathFailure {
    /// Whether the file system cannot do this at all (renameat2(2)).
    fileprivate var isUnsupported: Bool { number == EINVAL || number == ENOSYS || number == EOPNOTSUPP }
}
