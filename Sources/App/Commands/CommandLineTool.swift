import ArgumentParser
import Contract

/// The program: arguments in, exit status out.
package enum CommandLineTool {
    /// Runs one command to its end.
    ///
    /// - Parameters:
    ///   - arguments: Without the program's name.
    ///   - context: What the command works with.
    /// - Returns: The process's exit status, one of ``CommandStatus``.
    package static func run(_ arguments: [String], in context: CommandContext) async -> Int32 {
        await CommandContext.$current.withValue(context) {
            do {
                var command = try Skillyard.parseAsRoot(arguments)
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
                return CommandStatus.ok.rawValue
            } catch {
                return report(error, context.console).rawValue
            }
        }
    }

    /// Says what went wrong, unless the command did, and names the status.
    private static func report(_ error: any Error, _ console: Console) -> CommandStatus {
        switch error {
        case let end as CommandEnd:
            return end.status
        case let problem as Problem:
            for line in problem.lines(console.style) { console.note(line) }
            return CommandStatus(problem)
        case let refusal as CommandRefusal:
            for line in refusal.lines(console.style) { console.note(line) }
            return refusal.status
        case let error as ConfigurationError:
            for line in error.lines { console.note(line) }
            return .usage
        case let failure as StartFailure:
            console.note("error: " + failure.sentence.terminalSafe)
            return .failure
        case let error as SystemError:
            console.note("error: \(error.path): \(error.reason)")
            return .failure
        default:
            return reportFromParser(error, console)
        }
    }

    private static func reportFromParser(_ error: any Error, _ console: Console) -> CommandStatus {
        let message = Skillyard.fullMessage(for: error)
        switch Skillyard.exitCode(for: error) {
        case .success:
            console.print(message)
            return .ok
        case .validationFailure:
            console.note(message)
            return .usage
        default:
            console.note(message)
            return .failure
        }
    }
}

/// Ends a command that has said all there is to say.
struct CommandEnd: Error {
    let status: CommandStatus
}

extension CommandStatus {
    /// Ends the command with this status, unless it is ``ok``.
    func end() throws(CommandEnd) {
        if self != .ok { throw CommandEnd(status: self) }
    }
}
