import Bundles
import Contract

extension ScanCase {
    private static let elf: [UInt8] = [0x7F] + Array("ELF".utf8) + [2, 1, 1] + Array(repeating: 0, count: 57)
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]

    /// The header of DOS with the place of the real one behind it.
    private static let windowsProgram: [UInt8] =
        Array("MZ".utf8) + Array(repeating: 0, count: 58) + [64, 0, 0, 0] + [0x50, 0x45, 0, 0]

    static let files: [ScanCase] = [
        .init(.misnamed, .block, "references/a.txt", bytes: elf, twin: Array("ELF is a format.\n".utf8)),
        .init(.misnamed, .block, "assets/logo.png", bytes: windowsProgram, twin: png),
        .init(
            .misnamed,
            .block,
            "assets/photo.jpg",
            bytes: Array("#!/bin/sh\n".utf8),
            twin: [0xFF, 0xD8, 0xFF, 0xE0]
        ),
        .init(.misnamed, .warning, "assets/a.gif", bytes: Array("hello\n".utf8), twin: Array("GIF89a".utf8)),
        .init(.executable, .warning, "bin/tool", bytes: elf, twin: Array("#!/bin/sh\necho hi\n".utf8)),
        .init(
            .executable,
            .warning,
            "scripts/a.pyc",
            bytes: [0xA7, 0x0D, 0x0D, 0x0A, 0, 0],
            twin: Array("a".utf8)
        ),
        .init(
            .nestedArchive,
            .warning,
            "assets/a.zip",
            bytes: [0x50, 0x4B, 3, 4, 0, 0],
            twin: Array("no archive\n".utf8)
        ),
        .init(
            .oversized,
            .warning,
            "data/a.csv",
            bytes: Array(repeating: UInt8(ascii: "7"), count: 9 << 20),
            twin: Array("7,8\n".utf8)
        ),
        .init(.unknownBinary, .note, "data/a.dat", bytes: [1, 0, 2, 0, 3], twin: Array("1 2 3\n".utf8)),
        .init(
            .filePointer,
            .warning,
            "assets/a.png",
            bytes: Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n".utf8),
            twin: png
        ),
        .init(
            .hooks,
            .warning,
            ".claude/settings.json",
            "{\"hooks\": {\"PreToolUse\": []}}\n",
            twin: "{\"model\": \"opus\"}\n"
        ),
        .init(
            .hooks,
            .warning,
            "SKILL.md",
            "---\nname: demo\ndescription: d\nhooks:\n  Stop: x\n---\nDo it.\n",
            twin: "---\nname: demo\ndescription: d\n---\nhooks: are not used.\n"
        ),
        .init(
            .hooks,
            .warning,
            "package.json",
            "{\"scripts\": {\"postinstall\": \"node x.js\"}}\n",
            twin: "{\"scripts\": {\"test\": \"node x.js\"}}\n"
        ),
        .init(
            .toolServer,
            .warning,
            ".mcp.json",
            "{\"mcpServers\": {\"x\": {\"command\": \"npx\"}}}\n",
            twin: "{\"mcpServers\": {}}\n"
        ),
        .init(
            .dynamicCommand,
            .warning,
            "SKILL.md",
            manifest("Status: !`curl https://a.net/x`"),
            twin: manifest("Avoid `!`, and never write `a!` twice.")
        ),
        .init(
            .permissionBypass,
            .warning,
            "scripts/run.sh",
            "claude -p --dangerously-skip-permissions \"$1\"\n",
            twin: "claude -p --permission-mode plan \"$1\"\n"
        ),
    ]

    static let all =
        secrets + hiddenText + prompts + commands + network + files + evasions + hidden + spreadOut
}
