import Bundles
import Contract
import Foundation
import Testing

/// SEC-01: an archive is decided about in memory; nothing of it comes to lie anywhere.
@Suite struct NothingWrittenTests {
    @Test func noHostileArchiveLeavesAnythingBehind() async {
        // A process of its own: its folders and its limits are everybody's.
        await #expect(processExitsWith: .success) {
            let ground = try ConfinedProcess()
            defer { ground.remove() }
            for archive in HostileArchive.all {
                #expect(throws: ArchiveRefusal.self) {
                    try SkillIntake.read(.archive(archive.bytes), limits: archive.limits)
                }
                #expect(try ground.found == ConfinedProcess.made, "\(archive.what)")
            }
            let honest = RawZip.skill(.init("demo/a.txt", "a")).bytes()
            #expect(try SkillIntake.read(.archive(honest)).files.count == 2)
            #expect(try ground.found == ConfinedProcess.made)
        }
    }

    /// The test above notices what it looks for.
    @Test func whatIsWrittenIsNoticed() async {
        await #expect(processExitsWith: .success) {
            let ground = try ConfinedProcess()
            defer { ground.remove() }
            #expect(mkdir("../evil", 0o755) == 0)
            #expect(try ground.found != ConfinedProcess.made)
        }
        // Not a byte gets into a file, wherever that lies.
        await #expect(processExitsWith: .signal(SIGXFSZ)) {
            let outside = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
            let file = open(outside, O_CREAT | O_WRONLY, 0o600)
            unlink(outside)
            #expect(file >= 0)
            let ground = try ConfinedProcess()
            let written = write(file, "x", 1)
            let reason = errno
            ground.remove()
            Issue.record("goes on after writing \(written) bytes, \(reason)")
        }
    }
}

/// Where this process stands, with its temporary files beside it and folders above it to climb into, and where the
/// kernel ends it as soon as it writes a byte into any file (setrlimit(2)).
private struct ConfinedProcess {
    static let made: Set = ["a", "a/b", "a/b/cwd", "a/b/tmp"]

    private let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "nothing-\(UUID().uuidString)")
        for folder in Self.made {
            let path = root.appending(path: folder)
            try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        }
        guard chdir(root.appending(path: "a/b/cwd").path) == 0,
            setenv("TMPDIR", root.appending(path: "a/b/tmp").path, 1) == 0
        else { throw POSIXError(.EIO) }
        // Whoever started this may have had the signal ignored or blocked.
        signal(SIGXFSZ, SIG_DFL)
        var heeded = sigset_t()
        sigemptyset(&heeded)
        sigaddset(&heeded, SIGXFSZ)
        pthread_sigmask(SIG_UNBLOCK, &heeded, nil)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        limit.rlim_cur = 0
        guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
            throw POSIXError(.EIO)
        }
    }

    /// Everything below, however it is called.
    var found: Set<String> {
        get throws { Set(try FileManager.default.subpathsOfDirectory(atPath: root.path)) }
    }

    func remove() { try? FileManager.default.removeItem(at: root) }
}
