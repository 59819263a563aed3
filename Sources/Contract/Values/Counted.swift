/// A number with its noun.
///
/// - Parameters:
///   - number: How many there are.
///   - noun: For one of them.
///   - plural: For any other number; without it the noun takes an `s`.
/// - Returns: Such as `1 target`, `3 targets`, `2 entries`.
package func counted(_ number: some BinaryInteger, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
}
