import API
import Contract
import Engine
import Messaging
import ServiceLifecycle

extension Node {
    /// Takes commands from Slack; nil where none are taken.
    func slackDoor(to engine: Engine) -> (door: SlackDoor, services: [any Service])? {
        guard let slack = configuration.slack else { return nil }
        let (jobs, followings) = (SlackJobs(), SlackJobs())
        let door = SlackDoor(
            slack.settings,
            door: EngineVouchingDoor(engine),
            sender: SlackReplies(replies: ReplySender(to: slack.hosts, now: Clock.now)),
            jobs: jobs,
            followings: followings,
            logger: logger,
            now: Clock.now
        )
        return (door, [jobs, followings])
    }
}

private struct SlackReplies: SlackSender {
    let replies: ReplySender

    func send(_ body: [UInt8], to address: Secret) async -> Bool { await replies.send(body, to: address) }
}
