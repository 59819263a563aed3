package import Domain

/// How a worker works.
package struct WorkerSettings: Sendable {
    /// How long a task stays a worker's without a sign of life.
    package var lease: Duration
    /// How long running calls may go on after a stop was asked for.
    package var grace: Duration
    /// How long calls may take to end after they were cut off.
    package var cutOff: Duration
    /// How often to look for work when nobody signals.
    package var poll: Duration
    /// How long results may wait for others to be saved with, where that leaves no place idle.
    package var gathering: Duration
    /// Tasks held at once, shared equally among the enabled providers; each may hold one, however many there are.
    package var capacity: Int
    package var retries: RetryPolicy

    package init(
        lease: Duration = .seconds(15),
        grace: Duration = .seconds(10),
        cutOff: Duration = .seconds(3),
        poll: Duration = .milliseconds(250),
        gathering: Duration = .milliseconds(25),
        capacity: Int = 4096,
        retries: RetryPolicy = .standard
    ) {
        self.lease = lease
        self.grace = grace
        self.cutOff = cutOff
        self.poll = poll
        self.gathering = gathering
        self.capacity = capacity
        self.retries = retries
    }

    /// Leases are renewed three times in their life, so one lost renewal does no harm.
    var renewal: Duration { lease / 3 }
}
