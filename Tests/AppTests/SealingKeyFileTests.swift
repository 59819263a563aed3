import App
import Contract
import Engine
import Foundation
import Testing

/// SEC-06: the file with the keys that stored credentials are sealed with.
@Suite struct SealingKeyFileTests {
    private func mode(_ path: String) throws -> Int {
        try #require(
            FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        )
    }

    private func keep(_ text: String, in path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    @Test func aFileThatEverybodyCanReadIsRefused() async throws {
        try await inFolder { folder in
            let path = folder.path + "/given"
            try keep(SealingKey.make().base64 + "\n", in: path)
            #expect(try SealingKeyFile(path: path, isOurs: false).keys().count == 1)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let trouble = #expect(throws: KeyTrouble.self) {
                try SealingKeyFile(path: path, isOurs: false).keys()
            }
            #expect(trouble?.sentence.contains("chmod") ?? false)
        }
    }

    @Test func theFirstKeyIsMadeWhenItIsNeededForItsOwnerAlone() async throws {
        try await inFolder { folder in
            let path = folder.path + "/keys/secrets"
            let file = SealingKeyFile(path: path, isOurs: true)
            #expect(try file.keys().isEmpty)
            #expect(!FileManager.default.fileExists(atPath: path))
            let key = try file.sealingKey()
            #expect(try file.sealingKey().id == key.id)
            #expect(try file.keys().map(\.id) == [key.id])
            #expect(try mode(path) == 0o600)
            #expect(try mode(folder.path + "/keys") == 0o700)
        }
    }

    /// Again and again: of whoever looks while the file comes into being, few look in the moment that matters.
    @Test func severalWhoNeedTheFirstKeyAtOnceGetTheSame() async throws {
        try await inFolder { folder in
            for round in 0..<100 {
                let path = "\(folder.path)/keys-\(round)/secrets"
                let ids = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<16 {
                        group.addTask { @concurrent in
                            try SealingKeyFile(path: path, isOurs: true).sealingKey().id
                        }
                    }
                    return try await group.reduce(into: Set<String>()) { $0.insert($1) }
                }
                #expect(ids.count == 1)
            }
        }
    }

    @Test func aNewKeyGoesBeforeTheOldOnesUntilTheyAreForgotten() async throws {
        try await inFolder { folder in
            let path = folder.path + "/given"
            let old = SealingKey.make()
            try keep(old.base64 + "\n", in: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            let file = SealingKeyFile(path: path, isOurs: false)
            let new = try file.addKey()
            #expect(try mode(path) == 0o640)
            #expect(try file.keys().map(\.id) == [new.id, old.id])
            try file.removeKeys([old.id])
            #expect(try file.keys().map(\.id) == [new.id])
        }
    }

    @Test func whatIsNoKeyFileIsSaidWithoutItsContent() async throws {
        try await inFolder { folder in
            let path = folder.path + "/given"
            let missing = #expect(throws: KeyTrouble.self) {
                try SealingKeyFile(path: path, isOurs: false).sealingKey()
            }
            #expect(missing?.sentence.contains(path) ?? false)
            try keep("a-password\n", in: path)
            for isOurs in [true, false] {
                let trouble = #expect(throws: KeyTrouble.self) {
                    try SealingKeyFile(path: path, isOurs: isOurs).keys()
                }
                #expect(!(trouble?.sentence.contains("a-password") ?? true))
            }
            try Data().write(to: URL(filePath: path))
            #expect(throws: KeyTrouble.self) { try SealingKeyFile(path: path, isOurs: false).sealingKey() }
        }
    }
}

@Suite struct CLICredentialTests {
    @Test func aKeyComesFromAFileAndIsNotShown() async throws {
        try await inFolder { folder in
            let file = folder.appending(path: "key")
            try Data("a-vendor-key\n".utf8).write(to: file)
            let plane = FakePlane(.init(providers: [Samples.provider("alpha")]))
            let run = await skillyard(
                "providers",
                "credential",
                "set",
                "alpha",
                "--from-file",
                file.path,
                plane: plane
            )
            #expect(run.status == .ok)
            #expect(plane.asked.secrets == [Secret("a-vendor-key")])
            #expect(!(run.output + run.messages).contains("a-vendor-key"))
            let missing = await skillyard(
                "providers",
                "credential",
                "set",
                "alpha",
                "--from-file",
                file.path + ".none",
                plane: plane
            )
            #expect(missing.status == .usage)
        }
    }

    @Test(
        arguments: [
            ([], .ok, nil), (["--expires", "2027-01-31"], .ok, "2027-01-31T00:00:00Z"),
            (["--expires", "2027-01-31T09:00:00+09:00"], .ok, "2027-01-31T00:00:00Z"),
            (["--expires", "soon"], .usage, nil),
        ] as [([String], CommandStatus, String?)]
    )
    func whenAKeyExpiresIsADateOrATime(_ options: [String], _ status: CommandStatus, _ end: String?)
        async throws
    {
        try await inFolder { folder in
            let file = folder.appending(path: "key")
            try Data("a-vendor-key\n".utf8).write(to: file)
            let plane = FakePlane(.init(providers: [Samples.provider("alpha")]))
            let words = ["providers", "credential", "set", "alpha", "--from-file", file.path]
            let run = await skillyard(words + options, plane: plane)
            #expect(run.status == status)
            let expected: [Timestamp?] = status == .ok ? [end.flatMap { Timestamp($0) }] : []
            #expect(plane.asked.expiries == expected)
        }
    }
}
