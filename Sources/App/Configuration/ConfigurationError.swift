/// Settings that cannot work, all of them at once.
package struct ConfigurationError: Error, Equatable, Sendable {
    package struct Fault: Equatable, Sendable {
        /// The flag or variable, as typed.
        package let setting: String
        package let detail: String
        package let fix: String
    }

    package let faults: [Fault]

    /// For people, one fault after the other.
    package var lines: [String] {
        faults.flatMap { ["error: \($0.setting): \($0.detail)", "  fix: \($0.fix)"] }
    }
}
