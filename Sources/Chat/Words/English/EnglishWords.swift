extension Lexicon {
    static let english = Lexicon(englishActs, englishReads, englishNouns, englishMarks, englishManner)

    private static let englishNouns: [(Meaning, [String])] = [
        (.noun(.status), ["status", "state", "condition"]),
        (.noun(.run), ["run", "job", "one"]),
        (
            .noun(.runs),
            ["runs", "jobs", "ones", "list_runs", "list-runs", "executions", "run history", "ran"]
        ),
        (.noun(.skill), ["skill", "bundle"]),
        (.noun(.skills), ["skills", "bundles", "list_skills", "list-skills"]),
        (.noun(.provider), ["provider", "vendor", "target"]),
        (
            .noun(.providers),
            ["providers", "vendors", "targets", "providers_status", "provider status", "providers status"]
        ),
        (.noun(.alert), ["alert", "alarm", "warning"]),
        (.noun(.alerts), ["alerts", "alarms", "warnings", "firing", "alarming"]),
        (.noun(.audit), ["audit", "audit log", "audit logs", "audit trail", "audit history", "log", "logs"]),
        (.noun(.version), ["version", "versions", "ver"]),
        (.noun(.tag), ["tag", "tagged", "tags", "tag:"]),
        (.noun(.info), ["info", "information", "show_skill", "description", "metadata"]),
        (.noun(.activity), ["activity", "actions", "history", "did"]),
        (.noun(.place), ["where", "where's", "wheres", "where're", "wherever", "location", "locations"]),
        (.noun(.command), ["commands", "command list", "list commands"]),
        (
            .noun(.why),
            [
                "why", "why's", "why'd", "reason", "cause", "what went wrong", "what's wrong", "how come",
                "root cause",
                "went wrong", "caused",
            ]
        ),
        (.noun(.how), ["how", "how's"]),
        (.noun(.what), ["what", "what's", "whats", "what're", "anything", "something"]),
        (.noun(.which), ["which", "any", "anywhere"]),
        (.noun(.who), ["who", "whose", "who's", "who're"]),
        (.noun(.skillState("yanked")), ["yanked", "withdrawn"]),
        (.noun(.skillState("active")), ["active"]),
        (.noun(.severity("critical")), ["critical"]),
        (
            .noun(.compatible),
            ["compatible", "compatibility", "compatible with", "fit", "fits", "passes", "pass"]
        ),
        (
            .noun(.health),
            [
                "ok", "okay", "healthy", "health", "up", "down", "alive", "fine", "available", "reachable",
                "online",
            ]
        ),
        (
            .noun(.effect),
            [
                "what happens", "what would happen", "what will happen", "what changes", "what would change",
                "would change", "would do", "will do", "changes", "change", "happens", "would happen",
            ]
        ),
        (.act(.help, .base), ["help", "help me", "usage", "manual", "what can you do", "what can i do"]),
        (.act(.help, .base), ["what can i say", "what do you do", "how does this work", "what can i ask"]),
        (.act(.help, .howTo), ["how to", "how do i", "how do you", "how can i", "how do we", "how can we"]),
        (.act(.help, .howTo), ["how would i", "how should i", "how does one", "way to"]),
    ]

    private static let englishMarks: [(Meaning, [String])] = [
        (.mark(.all), ["all", "every", "each", "everything", "any and all"]),
        (.mark(.allOf(2)), ["both"]),
        (.mark(.everywhere), ["everywhere", "all over", "all of them"]),
        (.mark(.rest), ["rest", "others", "the others", "the rest"]),
        (.mark(.only), ["only", "just", "solely", "exclusively"]),
        (
            .mark(.exceptAfter),
            [
                "except", "except for", "except on", "but not", "excluding", "other than", "apart from",
                "without",
                "minus", "besides", "aside from", "excepting", "save for", "except from",
            ]
        ),
        (.mark(.notAfter), ["not", "instead of", "rather than", "not on", "not to", "not from"]),
        (
            .mark(.negation),
            [
                "don't", "dont", "do not", "never", "doesn't", "does not", "didn't", "no", "cannot", "can't",
                "cant",
                "won't", "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't",
                "shouldn't", "should not", "must not", "mustn't", "stop from", "avoid",
                "refrain",
                "nobody", "wouldn't", "not yet", "no need", "needn't",
            ]
        ),
        (.mark(.and), ["and", "but", "plus", "as well as", "along with", "together with"]),
        (.mark(.or), ["or", "either"]),
        (
            .mark(.then),
            [
                "then", "and then", "afterwards", "after that", "after", "followed by", "next", "before",
                "until",
            ]
        ),
        (.mark(.latest), ["latest", "newest", "most recent", "current", "up to date", "latest version"]),
        (
            .mark(.previous),
            ["previous", "prior", "earlier", "previous version", "version before", "one before"]
        ),
        (.mark(.last), ["last", "my last", "latest run"]),
        (.mark(.lastFailed), ["last_failed", "last-failed", "lastfailed"]),
        (.mark(.recent), ["recent", "recently", "past", "lately"]),
        (
            .mark(.justNow),
            [
                "just now", "a moment ago", "i just started", "i just did", "i just ran", "i just",
                "just started", "just ran",
            ]
        ),
        (.mark(.mine), ["my", "mine", "i", "me", "our"]),
        (
            .mark(.it),
            [
                "it", "that", "this", "them", "those", "these", "that one", "this one", "that is", "which is",
                "that are", "that's", "which are",
            ]
        ),
        (.mark(.again), ["again", "once more", "one more time"]),
        (.mark(.ongoing), ["currently running", "ongoing", "running run", "running one"]),
        (.mark(.of), ["of", "'s"]),
        (.mark(.because), ["because", "since it"]),
        (.mark(.since), ["since"]),
        (
            .mark(.within),
            ["in the last", "within", "in the past", "over the last", "during", "for the last"]
        ),
        (.mark(.about), ["matching", "containing", "named", "called", "related to", "like"]),
        (.mark(.off), ["off", "away"]),
        (.mark(.out), ["out"]),
        (.mark(.back), ["back"]),
        (
            .mark(.on),
            ["on", "to", "from", "in", "into", "onto", "at", "for", "with", "over", "across", "through"]
        ),
        (
            .mark(.greeting),
            ["hello", "hi", "hey", "thanks", "thank you", "thx", "good morning", "good evening", "yo"]
        ),
    ]
}
