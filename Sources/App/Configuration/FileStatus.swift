import FoundationEssentials
import Glibc

/// Who owns a file and who may do what with it; of a link it is what it points to.
///
/// Foundation is asked and not `stat`: an optimised build takes that structure for a part of a module that is not imported.
struct FileStatus {
    let owner: uid_t
    let group: gid_t
    let permissions: mode_t

    /// - Throws: ``SystemError``; `EIO` where there is a file and nothing is known of it.
    init(path: String) throws(SystemError) {
        guard unsafe access(path, F_OK) == 0 else { throw SystemError(number: errno, path: path) }
        // What a link points to may be taken away once it points to something new.
        guard let found = Self.attributes(of: path) ?? Self.attributes(of: path),
            let owner = found[.ownerAccountID] as? UInt, let group = found[.groupOwnerAccountID] as? UInt,
            let permissions = found[.posixPermissions] as? UInt
        else { throw SystemError(number: EIO, path: path) }
        self.owner = uid_t(owner)
        self.group = gid_t(group)
        self.permissions = mode_t(permissions)
    }

    private static func attributes(of path: String) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    }

    var isOpenToEverybody: Bool { permissions & 0o007 != 0 }
}
