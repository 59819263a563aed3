/// What may be done to the waves of a run: a part of ``ControlPlane``.
package protocol WaveSteering: Sendable {
    /// Begins the next wave of a run now, whatever it waits for; one that has begun already stays as it is.
    ///
    /// - Parameters:
    ///   - wave: From 1; only the next one can begin.
    ///   - id: Of the run.
    /// - Returns: The run as it then is.
    /// - Throws: ``Problem`` with `conflict` when that wave is not the next.
    func releaseWave(_ wave: Int, of id: RunID) async throws(Problem) -> RunView
    /// Stops the waves of a run as its threshold would, and rolls it back if it is to.
    func stopWaves(of id: RunID, reason: String) async throws(Problem) -> RunView
}
