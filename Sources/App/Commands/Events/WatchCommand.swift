import ArgumentParser
import Contract

struct WatchCommand: RemoteCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow everything that happens, until interrupted.",
        discussion: "With --json every event is one document on its own line."
    )

    @Option(help: "Only events of this run.")
    var run: String?
    @Option(help: ArgumentHelp("Begin just after this event instead of now.", valueName: "position"))
    var after: Int64?
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        var position = after
        while !Task.isCancelled {
            do throws(Problem) {
                for await item in try await session.plane.events(after: position) {
                    position = show(item, session)
                }
            } catch {
                guard error.isTransient, position != nil else { throw error }
            }
            session.console.note(
                "The connection ended; going on\(position.map { " after event \($0)" } ?? "")."
            )
            try await Task.sleep(for: session.context.pollInterval)
        }
    }

    private func show(_ item: EventFeedItem, _ session: Session) -> Int64 {
        switch item {
        case .resync(let position):
            session.console.note("Some events were missed; going on after event \(position).")
            return position
        case .event(let event):
            if run == nil || event.runID?.rawValue == run { show(event, session) }
            return event.position
        }
    }

    private func show(_ event: EventView, _ session: Session) {
        // An event consists of text and numbers: encoding cannot fail.
        if session.json, let line = try? JSON.text(event) { return session.console.print(line) }
        session.console.print(event.line(session.console.style))
    }
}

extension EventView {
    /// This event on one line, for people.
    func line(_ style: Style) -> String {
        let about = [skill, provider?.rawValue].compactMap(\.self).joined(separator: " → ")
        let tail = [status, code?.rawValue, runID.map { "run \($0)" }].compactMap(\.self).joined(
            separator: "  "
        )
        let words = [kind.rawValue, about, tail].filter { !$0.isEmpty }.joined(separator: "  ")
        return style("\(at.toTheSecond)  #\(position)", .quiet) + "  " + words.terminalSafe
    }
}
