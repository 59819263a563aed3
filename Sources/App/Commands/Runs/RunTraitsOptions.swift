import ArgumentParser
import Contract

/// Which runs are listed, or counted.
struct RunTraitsOptions: ParsableArguments {
    @Option(help: "Only runs in this state.")
    var status: RunStatus?
    @Option(help: "Only runs that touch this provider.")
    var provider: ProviderID?
    @Option(help: "Only runs of this skill.")
    var skill: String?
    @Option(help: "Only runs of this kind.")
    var kind: RunKind?
    @Option(help: ArgumentHelp("Only runs this person or token asked for.", valueName: "actor"))
    var by: String?
    @Option(help: "Only runs that came through this door.")
    var source: CommandSource?

    var traits: RunTraits {
        RunTraits(
            status: status,
            provider: provider,
            skill: skill,
            kind: kind,
            requestedBy: by,
            source: source
        )
    }
}
