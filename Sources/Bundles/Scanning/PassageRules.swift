/// All rules that look at passages, and what finds the passages for them.
enum PassageRules {
    static let all: [any PassageRule.Type] = [
        VendorKeys.self, PrivateKeys.self, AssignedSecrets.self, ConnectionStrings.self, WebTokens.self,
        TagCharacters.self, VariationSelectors.self, ZeroWidthCharacters.self, TextDirection.self,
        TerminalEscapes.self, MixedScripts.self,
        PromptOverrides.self, KoreanPromptPhrases.self, PromptSecrecy.self, PromptTheft.self,
        HiddenInstructions.self, LeakingAddresses.self,
        ShellDownloads.self, EncodedCommands.self, ReverseShells.self, Destruction.self, Persistence.self,
        PackageInstalls.self,
        CredentialPlaces.self, NetworkCalls.self, DropHosts.self,
        DynamicCommands.self, PermissionBypasses.self,
    ]

    /// The sets of the rules for commands.
    static let commands: LiteralAutomaton.Sets = all.enumerated().reduce(0) { sets, rule in
        let isCommand = rule.element == ShellDownloads.self || rule.element == EncodedCommands.self
        return isCommand ? sets | 1 << LiteralAutomaton.Sets(rule.offset) : sets
    }

    /// The sets are the rules in their order, then the reader's own.
    static let automaton: LiteralAutomaton = {
        var literals = all.map { $0.literals }
        literals += Array(repeating: [], count: PassageReader.maximumRules - literals.count)
        literals.append(PlaceTracker.marks)
        literals.append([[UInt8(ascii: "\n")]])
        return LiteralAutomaton(literals)
    }()
}
