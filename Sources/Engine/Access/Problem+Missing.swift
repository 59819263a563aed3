import Contract

/// What is not there; what a page can ask for is said in the page's language.
extension Problem {
    static func missing(_ name: String) -> Problem { Problem(.notFound, "There is no \(name).") }

    static func missing(skill: String) -> Problem {
        Problem(.notFound, as: "skill", "There is no skill \(skill, as: "skill").")
    }

    static func missing(version: Int, of skill: String) -> Problem {
        let detail: Phrase = "There is no version \(version, as: "version") of \(skill, as: "skill")."
        return Problem(.notFound, as: "version", detail)
    }

    static func missing(file: String, ofVersion version: Int, of skill: String) -> Problem {
        let detail: Phrase = """
            There is no file \(file, as: "file") in version \(version, as: "version") of \(skill, as: "skill").
            """
        return Problem(.notFound, as: "file", detail)
    }

    static func missing(provider: ProviderID) -> Problem {
        Problem(.notFound, as: "provider", "There is no provider \(provider, as: "provider").")
    }

    static func missing(run: RunID) -> Problem {
        Problem(.notFound, as: "run", "There is no run \(run, as: "run").")
    }

    static func missing(account: AccountID) -> Problem {
        Problem(.notFound, as: "account", "There is no account \(account, as: "account").")
    }

    static func missing(session: SessionID) -> Problem {
        Problem(.notFound, as: "session", "There is no session \(session, as: "session").")
    }

    static func missing(token: TokenID) -> Problem {
        Problem(.notFound, as: "token", "There is no token \(token, as: "token").")
    }

    static func missing(checkpoint number: Int64) -> Problem {
        Problem(.notFound, as: "checkpoint", "There is no checkpoint \(number, as: "number").")
    }

    static func missing(waiver: WaiverID) -> Problem {
        Problem(.notFound, as: "waiver", "There is no waiver \(waiver, as: "waiver").")
    }

    static func missing(alert: AlertID) -> Problem {
        Problem(.notFound, as: "alert", "There is no alert \(alert, as: "alert").")
    }

    static func missing(drift: DriftFindingID) -> Problem {
        Problem(.notFound, as: "drift", "There is no finding \(drift, as: "finding").")
    }

    static func missing(alertRule: AlertRuleID) -> Problem {
        Problem(.notFound, as: "alert_rule", "There is no alert rule \(alertRule, as: "rule").")
    }

    static func missing(channel: ChannelID) -> Problem {
        Problem(.notFound, as: "channel", "There is no channel \(channel, as: "channel").")
    }

    static func missing(chatThread: ChatThreadID) -> Problem {
        Problem(.notFound, as: "chat_thread", "There is no thread \(chatThread, as: "thread") of yours.")
    }

    static func missing(chatTurn: ChatTurnID) -> Problem {
        Problem(.notFound, as: "chat_turn", "There is no turn \(chatTurn, as: "turn") of yours.")
    }

    static func missing(delivery: DeliveryID) -> Problem {
        Problem(.notFound, as: "delivery", "There is no delivery \(delivery, as: "delivery").")
    }
}
