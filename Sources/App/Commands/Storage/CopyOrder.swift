/// What is to be copied where.
package struct CopyOrder: Equatable, Sendable {
    package let source: Configuration.DatabaseLocation
    package let target: Configuration.DatabaseLocation
    /// The source may be at work; the copy then does nothing at the vendors.
    package let isRehearsal: Bool
}
