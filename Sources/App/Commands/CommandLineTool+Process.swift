import Contract
import FoundationEssentials

extension CommandLineTool {
    /// Runs the command this process was started with.
    ///
    /// - Parameter root: Makes the objects behind the commands.
    /// - Returns: The process's exit status.
    package static func main(_ root: any CompositionRoot) async -> Int32 {
        let environment = ProcessInfo.processInfo.environment
        let context = CommandContext(
            root: root,
            console: .standard(environment: environment),
            environment: environment,
            workingFolder: FileManager.default.currentDirectoryPath,
            now: { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
        )
        return await run(Array(CommandLine.arguments.dropFirst()), in: context)
    }
}
