import Contract

/// Everything that is wrong with one request, so that it is told at once and not one fault at a time.
struct FaultList: Sendable {
    /// The kinds of faults, stable for clients.
    enum Code: String, CaseIterable, Sendable {
        /// A value that must be there is missing.
        case required
        /// Another type than the one that is expected.
        case type
        /// A name this operation does not know; mostly a misspelling.
        case unknown
        /// Not one of the listed values.
        case choice
        /// A number, or a count of entries, outside its bounds.
        case range
        /// Text that is too short or too long.
        case length
        /// Text that does not have the expected form.
        case format
        /// A value that is given more than once.
        case repeated
    }

    static let shown = 100

    private(set) var faults: [Problem.Fault] = []
    private(set) var count = 0

    mutating func add(_ pointer: String, _ code: Code, _ detail: String) {
        count += 1
        // A hostile body must not be answered with a document larger than itself.
        guard count <= Self.shown else { return }
        faults.append(Problem.Fault(pointer: pointer, code: code.rawValue, detail: detail))
    }

    mutating func add(_ others: FaultList) {
        count += others.count
        faults += others.faults.prefix(max(0, Self.shown - faults.count))
    }

    /// - Throws: ``Problem`` with `validation_failed` that names every fault.
    func check() throws(Problem) {
        guard count > 0 else { return }
        let more = count > Self.shown ? "; the first \(Self.shown) are listed" : ""
        let detail = count == 1 ? "One value is invalid." : "\(count) values are invalid\(more)."
        throw Problem(.validationFailed, detail, errors: faults)
    }
}
