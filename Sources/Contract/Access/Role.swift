/// What a caller may do: a set of operations, not a step of a ladder.
package enum Role: String, Codable, CaseIterable, Sendable {
    /// Reads.
    case viewer
    /// Reads, registers skills and carries out runs.
    case `operator`
    /// Reads; decides what others asked for.
    case approver
    /// Everything.
    case admin
    /// Reads, the whole audit log as well; changes nothing.
    case auditor
}
