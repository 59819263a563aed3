/// What a word, or several together, say.
enum Meaning: Hashable {
    case act(Act, Mood)
    case noun(Noun)
    case mark(Mark)
    case skill(String, version: String?)
    case tag(String)
    case provider(String)
    /// A vendor or agent that is no provider here, or several.
    case unclearProvider([String])
    case run(String)
    case alert(String)
    case user(String)
    case number(Int)
    case version(String)
    case time(TimePoint)
    /// Hours, days and so on, with their number where it is one word: `24h`.
    case unit(seconds: Int, count: Int?)
    case punctuation(Character)
    case unknown
}

/// What is done.
enum Act: Hashable {
    case install, uninstall, retry, rollback, cancel, approve, refuse, acknowledge, pause, resume
    case plan, preflight
    case show, search, explain, help
    /// Present, installed.
    case exist
    /// To work, run, be well.
    case work
    case fail
    case finish
    /// Carries no meaning of its own beside another: do, make, give.
    case carry
}

/// How it is said.
enum Mood: Hashable {
    /// As the bare word: an English imperative or noun, a Korean verbal noun.
    case base
    case request
    /// Not to, or asking not to.
    case negative
    case question
    case condition
    /// How it would be done.
    case howTo
    /// And then something else.
    case connective
    /// Said of what does it or did it: 설치한; in English also of what it was done to: installed.
    case adnominal
    /// How something is: 설치된, 설치돼.
    case passive
    /// The doing: installing, 설치하기.
    case nominal
    case statement
    /// Whether it can or may be done.
    case ability
}

enum Noun: Hashable {
    case status, run, runs, skill, skills, provider, providers, alert, alerts, audit, version, tag
    case list, info, activity, place, command
    case why, how, what, which, who
    case runState(String)
    case skillState(String)
    case severity(String)
    case compatible
    /// Good, well, alive: of a provider.
    case health
    case effect
}

enum Mark: Hashable {
    case all, everywhere, rest, only
    /// So many, and all of them: both, 두 곳.
    case allOf(Int)
    /// Removes what stands before it, or what follows.
    case exceptBefore, exceptAfter
    /// "X rather than": what stands before does not hold; what follows does not hold.
    case notBefore, notAfter
    case negation
    case and, then, or
    case latest, previous, last, lastFailed, recent, justNow, mine, it, again, ongoing
    case question, condition, schedule, hearsay, could
    case since, within, about, of
    case because
    /// Ends what a verb with an adverb apart began: off, out, up, back.
    case off, out, up, back
    case greeting
    /// Says nothing that matters: please, the, 좀.
    case filler
    /// Before or after a place: on, to, from.
    case on
}
