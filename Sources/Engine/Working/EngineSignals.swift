/// The hints that pass inside one process.
package struct EngineSignals: Sendable {
    /// There may be tasks to begin or results to save.
    package let work = Signal()
    /// There may be new events.
    package let events = Signal()

    package init() {}
}
