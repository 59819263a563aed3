import Contract
import Domain
import Glibc
import NIOCore

extension SkillFolders {
    /// What a skills folder holds, each folder with what its content can be known by, where it is ours.
    ///
    /// Folders that have no receipt are somebody else's and are not read.
    ///
    /// - Parameters:
    ///   - folder: The skills folder; its name means nothing here.
    ///   - deadline: When to answer at the latest.
    /// - Returns: Every folder in it; nothing when it is not there.
    /// - Throws: ``ProviderFailure``
    func inventory(of folder: SkillPlace, until deadline: NIODeadline) async throws(ProviderFailure)
        -> [RemoteSkill]
    {
        try await run(folder, until: deadline) { receipts, skills throws(PathFailure) in
            guard let skills else { return [] }
            var found: [RemoteSkill] = []
            for name in try skills.names().sorted() where !name.hasPrefix(".") {
                // Whoever waits was answered long ago: nobody needs the rest.
                guard NIODeadline.now() < deadline else {
                    throw PathFailure(number: ETIMEDOUT, what: "could not be read")
                }
                guard case .folder = try skills.kind(of: name) else { continue }
                let path = folder.skillsPath + "/" + name
                guard let receipt = try receipts.receipt(for: path), receipt.owners.contains(folder.owner)
                else {
                    found.append(RemoteSkill(RemoteReference(id: path, version: nil), name: name))
                    continue
                }
                let skill = try SkillTree.ifThere { () throws(PathFailure) in
                    try Self.own(name, at: path, receipt, skills)
                }
                if let skill { found.append(skill) }
            }
            return found
        }
    }

    private static func own(
        _ name: String,
        at path: String,
        _ receipt: Receipt,
        _ skills: Directory
    ) throws(PathFailure) -> RemoteSkill {
        // What no skill can contain has no digest of its own: it is known to be none of ours.
        guard let files = try SkillTree.read(try skills.open(name)) else {
            let remote = RemoteReference(id: path, version: nil)
            return RemoteSkill(remote, name: name, isOurs: true, digests: [unreadable])
        }
        let digests = SkillTree.digests(of: files)
        let covered = digests.first { receipt.covers([$0]) }
        let version = covered ?? digests.last
        return RemoteSkill(
            RemoteReference(id: path, version: version),
            name: name,
            isOurs: true,
            digests: [version].compactMap(\.self)
        )
    }

    private static let unreadable = "unreadable"

    /// Has the receipt say that what stands there is ours, if it is exactly what somebody said may be replaced.
    ///
    /// - Parameters:
    ///   - place: Where; it has to have a receipt.
    ///   - digests: Of the contents that may be replaced.
    ///   - deadline: When to answer at the latest.
    /// - Throws: ``ProviderFailure``
    func adopt(_ place: SkillPlace, holding digests: [String], until deadline: NIODeadline)
        async throws(ProviderFailure)
    {
        try await run(place, until: deadline) { receipts, skills throws(PathFailure) in
            guard let skills, case .folder = try skills.kind(of: place.name),
                var receipt = try receipts.receipt(for: place.path),
                let files = try SkillTree.read(try skills.open(place.name))
            else { return }
            let found = SkillTree.digests(of: files)
            guard !receipt.covers(found), let digest = found.first(where: digests.contains) else { return }
            receipt.digest = digest
            try receipts.save(receipt)
        }
    }
}
