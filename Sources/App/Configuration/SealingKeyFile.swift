package import Engine
import FoundationEssentials
import Glibc

/// Keys in a file, one a line in base64, the newest first.
package struct SealingKeyFile: KeyStore {
    let path: String
    /// Whether it is made when it is not there.
    let isOurs: Bool

    package init(path: String, isOurs: Bool) {
        self.path = path
        self.isOurs = isOurs
    }

    package func keys() throws(KeyTrouble) -> [SealingKey] {
        let data: Data
        guard !isExposed else {
            throw .unusable(
                "The keys in \(path) can be read by everybody: take that right away with chmod o-rwx."
            )
        }
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch let error as CocoaError where isOurs && error.code == .fileReadNoSuchFile {
            // Not looked at once more: another process may make it in between.
            return []
        } catch {
            throw .unusable("The keys in \(path) cannot be read.")
        }
        guard let keys = SealingKey.list(String(decoding: data, as: UTF8.self)) else {
            throw .unusable("\(path) holds something else than keys of 32 bytes in base64, one a line.")
        }
        return keys
    }

    package func sealingKey() throws(KeyTrouble) -> SealingKey {
        if let key = try keys().first { return key }
        guard isOurs else { throw .unusable("There is no key in \(path).") }
        return try changing { keys in
            // Another process may have made it meanwhile.
            if keys.isEmpty { keys.append(.make()) }
            return keys[0]
        }
    }

    package func addKey() throws(KeyTrouble) -> SealingKey {
        try changing { keys in
            let key = SealingKey.make()
            keys.insert(key, at: 0)
            return key
        }
    }

    package func exclusively<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws
        -> Result
    {
        let lock = try locked(path + ".rotation", LOCK_EX | LOCK_NB)
        defer { close(lock) }
        return try await body()
    }

    package func removeKeys(_ ids: Set<String>) throws(KeyTrouble) {
        try changing { keys in keys.removeAll { ids.contains($0.id) } }
    }

    /// Replaces the file as a whole, one process at a time; nobody else can read it at any moment.
    private func changing<Result>(_ change: (inout [SealingKey]) -> Result) throws(KeyTrouble) -> Result {
        let lock = try locked(path + ".lock", LOCK_EX)
        defer { close(lock) }
        var keys = try keys()
        let result = change(&keys)
        try translating { try write(keys.map { $0.base64 + "\n" }.joined()) }
        return result
    }

    private func translating<Result>(_ body: () throws -> Result) throws(KeyTrouble) -> Result {
        do {
            return try body()
        } catch let trouble as KeyTrouble {
            throw trouble
        } catch let error as SystemError {
            throw .unusable("The keys in \(path) cannot be changed: \(error.reason).")
        } catch {
            throw .unusable("The keys in \(path) cannot be changed.")
        }
    }

    /// An open file that nobody else has locked, closed by whoever is done.
    private func locked(_ path: String, _ operation: Int32) throws(KeyTrouble) -> Int32 {
        try translating {
            if isOurs { try makeFolder() }
            let lock = try opened(path, O_RDWR | O_CREAT)
            if flock(lock, operation) == 0 {
                try? keepOwner(of: path)
                return lock
            }
            let number = errno
            close(lock)
            if number == EWOULDBLOCK { throw KeyTrouble.busy }
            throw SystemError(number: number, path: path)
        }
    }

    private func write(_ text: String) throws {
        // A link goes on pointing to the same place.
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let draft = target + ".new"
        _ = unsafe unlink(draft)
        do {
            try NewFile.write(Array(text.utf8), to: draft, mode: 0o600)
            try keepOwner(of: draft)
            guard unsafe rename(draft, target) == 0 else { throw SystemError(number: errno, path: target) }
        } catch {
            _ = unsafe unlink(draft)
            throw error
        }
        // A key that seals something has to outlive a power cut.
        let parent = try opened(URL(filePath: target).deletingLastPathComponent().path, O_RDONLY)
        _ = fsync(parent)
        close(parent)
    }

    private var isExposed: Bool {
        do { return try FileStatus(path: path).isOpenToEverybody } catch {
            // One that nothing is known of is not trusted; where there was none, another process may make it by now:
            // not looked at once more, and reading says what is there.
            return error.number == EIO
        }
    }

    /// Whoever could read the old file can read the new one: the command may run as somebody else than the server.
    ///
    /// The first one belongs to whoever has the folder.
    private func keepOwner(of draft: String) throws {
        if let old = try? FileStatus(path: path) {
            guard unsafe chown(draft, old.owner, old.group) == 0,
                unsafe chmod(draft, old.permissions & 0o770) == 0
            else { throw SystemError(number: errno, path: draft) }
        } else {
            try handOver(draft, toOwnerOf: folder)
        }
    }

    private func handOver(_ path: String, toOwnerOf folder: String) throws {
        guard let status = try? FileStatus(path: folder), status.owner != geteuid() else { return }
        guard unsafe chown(path, status.owner, status.group) == 0 else {
            throw SystemError(number: errno, path: path)
        }
    }

    private var folder: String { URL(filePath: path).deletingLastPathComponent().path }

    private func makeFolder() throws {
        guard unsafe mkdir(folder, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw SystemError(number: errno, path: folder)
        }
        // A folder of somebody else's does as well, as long as it can be written to.
        try? handOver(folder, toOwnerOf: URL(filePath: folder).deletingLastPathComponent().path)
    }

    private func opened(_ path: String, _ flags: Int32) throws -> Int32 {
        let file = unsafe open(path, flags | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError(number: errno, path: path) }
        return file
    }
}
