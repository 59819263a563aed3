/// One of the values that a field offers.
struct Choice: Sendable {
    let value: String
    let label: String
    let isChosen: Bool
}
