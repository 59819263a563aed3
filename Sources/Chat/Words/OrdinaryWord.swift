import Contract

/// What means something in a line by itself, whoever gives a skill or provider that name.
///
/// A name may be any word. Were it looked up first, whoever registers a skill called `never` or `the` would change what
/// everybody's lines mean; so such a name counts only where nothing but a name can stand.
enum OrdinaryWord {
    /// - Parameter word: In small letters.
    /// - Returns: Whether a lexicon, the canonical form or the counting of numbers has it.
    static func has(_ word: String) -> Bool {
        Lexicon.english[word] != nil || Lexicon.korean[word] != nil
            || CanonicalWord.bySpelling[word] != nil || ChatIntent.byWord[word] != nil
            || Rewriting.separatedVerbs.contains(word) || LatinWord.isFigure(word)
    }

    /// - Parameter word: In small letters.
    /// - Returns: Whether providers of some kind are called that.
    static func isProviderAlias(_ word: String) -> Bool { aliases.contains(word) }

    private static let aliases = Set(ProviderAliases.all.flatMap { [$0] + $1 })
}
