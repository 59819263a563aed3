package import Contract

/// Everything that is wrong with one request, so that it is told at once and not one fault at a time.
package struct FaultList: Sendable {
    package static let shown = 100

    package private(set) var faults: [Problem.Fault] = []
    package private(set) var count = 0

    package init() {}

    package mutating func add(_ pointer: String, _ code: FaultCode, _ detail: String) {
        add(Problem.Fault(pointer, code, detail))
    }

    package mutating func add(_ fault: Problem.Fault) {
        count += 1
        // A hostile body must not be answered with a document larger than itself.
        guard count <= Self.shown else { return }
        faults.append(fault)
    }

    package mutating func add(_ others: FaultList) {
        count += others.count
        faults += others.faults.prefix(max(0, Self.shown - faults.count))
    }

    /// - Throws: ``Problem`` with `validation_failed` that names every fault.
    package func check() throws(Problem) {
        guard count > 0 else { return }
        let more = count > Self.shown ? "; the first \(Self.shown) are listed" : ""
        let detail = count == 1 ? "One value is invalid." : "\(count) values are invalid\(more)."
        throw Problem(.validationFailed, detail, errors: faults)
    }
}
