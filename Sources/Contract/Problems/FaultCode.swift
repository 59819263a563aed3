/// What is wrong with one value of a request; stable for clients.
///
/// Faults inside a skill carry the code of the broken rule instead: `docs/validation.md`.
package enum FaultCode: String, CaseIterable, Sendable {
    /// A value that must be there is missing.
    case required
    /// Another type than the one that is expected.
    case type
    /// A name this operation does not know; mostly a misspelling.
    case unknown
    /// Not one of the listed values.
    case choice
    /// A number, a time or a count of entries outside its bounds.
    case range
    /// Text that is too short or too long.
    case length
    /// Text that does not have the expected form.
    case format
    /// A value that is given more than once.
    case repeated
    /// It names something that does not exist.
    case notFound = "not_found"
    /// Something the caller may not change, or rights the caller does not have.
    case outOfScope = "out_of_scope"
    /// An address that is not fetched from.
    case refused
}

extension Problem.Fault {
    /// - Parameters:
    ///   - pointer: Where, as in ``pointer``.
    ///   - code: What is wrong.
    ///   - detail: What would be right.
    package init(_ pointer: String, _ code: FaultCode, _ detail: String) {
        self.init(pointer: pointer, code: code.rawValue, detail: detail)
    }

    /// A fault that can be said in any language.
    ///
    /// - Parameters:
    ///   - pointer: Where, as in ``pointer``.
    ///   - code: What is wrong.
    ///   - variant: Which of the code's sentences it is; stable, as pages look it up.
    ///   - detail: What would be right.
    package init(_ pointer: String, _ code: FaultCode, as variant: String, _ detail: Phrase) {
        self.init(
            pointer: pointer,
            code: code.rawValue,
            detail: detail.english,
            wording: Wording(code.rawValue, variant, detail)
        )
    }
}
