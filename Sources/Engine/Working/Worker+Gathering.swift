import Contract

/// How results wait for company.
///
/// Of several workers each has a part of the calls, and so fewer results at a time. Saving them as soon as one is there
/// takes many small transactions, which cost the database more than the rows in them.
extension Worker {
    /// Lets results come together for as long as ``WorkerSettings/gathering`` says, unless that leaves a place idle.
    ///
    /// A worker that has everything to itself saves many at once anyway.
    func gather() async {
        guard isShared, desk.canGather else { return }
        let generation = signals.work.generation
        isGathering = true
        await signals.work.wait(after: generation, upTo: settings.gathering)
        isGathering = false
    }

    /// Whether the end of a call is to be looked at now.
    func mustHurry(for provider: ProviderID) -> Bool {
        !isGathering || !desk.isSupplied(provider)
    }
}
