import Contract

/// Everything the safety scan looks for; `docs/scanner.md` explains each.
package enum ScanRule: String, CaseIterable, Sendable {
    case vendorKey = "secret.vendor_key"
    case privateKey = "secret.private_key"
    case assignedSecret = "secret.assignment"
    case connectionString = "secret.connection_string"
    case webToken = "secret.web_token"

    case tagCharacters = "hidden.tag_characters"
    case variationSelectors = "hidden.variation_selectors"
    case zeroWidth = "hidden.zero_width"
    case textDirection = "hidden.text_direction"
    case terminalEscape = "hidden.terminal_escape"
    case mixedScript = "hidden.mixed_script"
    case hiddenInstruction = "hidden.instruction"

    case promptOverride = "prompt.override"
    case promptSecrecy = "prompt.secrecy"
    case promptTheft = "prompt.theft"
    case leakingAddress = "prompt.leaking_address"

    case downloadAndRun = "command.download_and_run"
    case encodedCommand = "command.encoded"
    case reverseShell = "command.reverse_shell"
    case destruction = "command.destruction"
    case persistence = "command.persistence"
    case untrustedPackage = "command.untrusted_package"

    case credentialUpload = "network.credential_upload"
    case dropHost = "network.drop_host"
    case undeclaredNetwork = "network.undeclared"

    case executable = "file.executable"
    case misnamed = "file.misnamed"
    case nestedArchive = "file.archive"
    case oversized = "file.oversized"
    case unknownBinary = "file.binary"
    case filePointer = "file.lfs_pointer"

    case hooks = "agent.hooks"
    case toolServer = "agent.tool_server"
    case dynamicCommand = "agent.dynamic_command"
    case permissionBypass = "agent.permission_bypass"

    case incomplete = "scan.incomplete"
    /// Never waived: nobody has seen what it stands for.
    case unlisted = "scan.unlisted"
}

extension ScanRule {
    /// How to mend a finding of it.
    var fix: Phrase {
        switch self {
        case .vendorKey, .privateKey, .assignedSecret, .connectionString, .webToken:
            "Take the secret out, revoke it, and let the skill read it from the environment."
        case .tagCharacters, .variationSelectors, .zeroWidth, .textDirection, .terminalEscape:
            "Remove the invisible characters; retype the line if in doubt."
        case .mixedScript: "Write the word in letters of one script."
        case .hiddenInstruction: "Say it in the open or leave it out."
        case .promptOverride, .promptSecrecy, .promptTheft:
            "Leave it out; if it is quoted as an example, say so."
        case .leakingAddress: "Use an address that carries nothing of the conversation."
        case .downloadAndRun: "Put the script into the skill, or name a package of a known registry."
        case .encodedCommand: "Write the command in the open."
        case .reverseShell, .destruction, .persistence: "Leave it out."
        case .untrustedPackage: "Use the registry's own address and the package's right name, with a version."
        case .credentialUpload: "Do not send credentials anywhere; use the service's own client."
        case .dropHost: "Send data only to services that the skill's user knows."
        case .undeclaredNetwork: "Say in `compatibility` which hosts the skill needs."
        case .executable: "Put the source into the skill, or name a package that has the program."
        case .misnamed: "Give the file the extension of what it is."
        case .nestedArchive: "Unpack it into the skill."
        case .oversized, .unknownBinary: "Leave it out, or say in SKILL.md what it is."
        case .filePointer: "Fetch the content (`git lfs pull`) and pack the skill again."
        case .hooks, .toolServer, .dynamicCommand, .permissionBypass:
            "Let whoever installs the skill decide what starts by itself."
        case .incomplete: "Leave large generated files out."
        case .unlisted: "Mend what is listed; then the rest is."
        }
    }
}
