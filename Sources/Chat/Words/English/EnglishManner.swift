extension Lexicon {
    /// How something is said: as a request, a question, under a condition, for another time.
    static let englishManner: [(Meaning, [String])] = [
        (
            .mark(.could),
            [
                "could you", "would you", "will you", "could you please", "can you please",
                "would you please",
                "would you mind", "could you kindly", "can you kindly", "will you please", "please can you",
                "please could you", "can u please", "could u", "can you", "can u",
            ]
        ),
        (
            .mark(.question),
            [
                "did", "do", "does", "should", "can", "could", "would", "will", "is", "are", "was", "were",
                "am",
                "shall", "may", "might", "has it", "have you", "whether", "can i", "can we", "should i",
                "should we",
                "is it", "are there", "wonder", "wondering", "do we", "are any", "did you",
            ]
        ),
        (
            .mark(.condition),
            [
                "if", "when", "unless", "once", "whenever", "in case", "provided", "assuming", "as soon as",
                "only if",
                "only when", "otherwise", "else", "suppose", "as long as", "depending", "while",
            ]
        ),
        (
            .mark(.schedule),
            [
                "tomorrow", "tonight", "later", "every night", "every day", "every hour", "every week",
                "daily",
                "weekly", "hourly", "nightly", "next week", "next month", "next monday", "monday", "tuesday",
                "wednesday", "thursday", "friday", "saturday", "sunday", "noon", "midnight", "weekend",
                "soon",
                "every morning", "every monday", "in the morning", "this evening", "end of day", "schedule",
                "scheduled", "keep", "each night", "each day", "repeatedly", "o'clock", "am", "pm", "eod",
            ]
        ),
        (
            .mark(.hearsay),
            [
                "said", "says", "say", "asked", "asks", "told", "wants", "wanted", "thinks", "according",
                "ordered",
            ]
        ),
        (
            .mark(.filler),
            [
                "please", "plese", "pls", "plz", "kindly", "also",
                "the", "a", "an", "ok,", "so", "well", "now", "right now",
                "immediately", "asap", "quickly", "go ahead and", "go ahead", "let's", "lets", "let us",
                "i want to",
                "i want you to", "i'd like to", "i would like to", "i'd like you to", "i need to",
                "i need you to",
                "we need to", "we want to", "i wanna", "bot", "skillyard", "by", "s", "time", "times",
                "version:",
                "for me", "for us", "need", "want", "to be", "there's", "been", "be", "it's", "got",
                "current state",
                "currently", "yes", "yeah", "sure",
            ]
        ),
        (.time(.day(ago: 0)), ["today", "today's", "this morning", "since this morning", "since midnight"]),
        (.time(.day(ago: 1)), ["yesterday", "yesterday's", "since yesterday"]),
        (.time(.week(ago: 0)), ["this week", "this week's", "since monday"]),
        (.time(.week(ago: 1)), ["last week", "last week's", "since last week"]),
        (.time(.month(ago: 0)), ["this month", "this month's"]),
        (.time(.month(ago: 1)), ["last month", "last month's", "previous month", "since last month"]),
        (.time(.ago(seconds: 3600)), ["last hour", "past hour", "in the last hour"]),
        (.time(.ago(seconds: 86400)), ["last day", "past day"]),
        (.time(.ago(seconds: 604800)), ["past week"]),
        (.unit(seconds: 1, count: nil), ["second", "seconds", "secs", "sec"]),
        (.unit(seconds: 60, count: nil), ["minute", "minutes", "mins", "min", "m"]),
        (.unit(seconds: 3600, count: nil), ["hour", "hours", "hrs", "hr", "h"]),
        (.unit(seconds: 86400, count: nil), ["day", "days", "d"]),
        (.unit(seconds: 604800, count: nil), ["week", "weeks", "w"]),
        (.number(2), ["two"]), (.number(3), ["three"]), (.number(4), ["four"]), (.number(5), ["five"]),
        (.number(6), ["six"]), (.number(7), ["seven"]), (.number(8), ["eight"]), (.number(9), ["nine"]),
        (.number(10), ["ten"]), (.number(20), ["twenty"]),
    ]
}
