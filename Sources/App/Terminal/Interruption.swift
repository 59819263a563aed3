import UnixSignals

/// Ctrl-C, where it ends what goes on and not the program.
package enum Interruption {
    package static func next() async {
        for await _ in await UnixSignalsSequence(trapping: .sigint) { return }
    }
}
