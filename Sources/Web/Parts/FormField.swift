import Contract

/// One field of a form with its label, its help and what was wrong with what was entered.
///
/// Everything is stored, as templates see nothing else.
struct FormField: Sendable {
    /// A one-line input as HTML has it.
    struct Input: Sendable {
        let type: String
        let value: String?
        var minimum: Int?
        var maximum: Int?
        var length: Int?
        var placeholder: String?
        var autocomplete = "off"
    }

    struct Select: Sendable {
        let choices: [Choice]
    }

    struct Box: Sendable {
        let isChecked: Bool
    }

    private enum Control {
        case input(Input)
        case select(Select)
        case box(Box)
    }

    let id: String
    let name: String
    let label: String
    let help: String?
    let isRequired: Bool
    let isOptional: Bool
    let input: Input?
    let select: Select?
    let box: Box?
    let faults: [FaultText]
    let isFaulty: Bool
    /// For `aria-describedby`.
    let describedBy: String?

    private init(
        _ name: String,
        _ label: String,
        _ help: String?,
        _ control: Control,
        isRequired: Bool,
        faults: [FaultText]
    ) {
        let id = "f-" + name.replacing("/", with: "-").replacing("_", with: "-")
        self.id = id
        self.name = name
        self.label = label
        self.help = help
        self.isRequired = isRequired
        self.faults = faults
        isFaulty = !faults.isEmpty
        let parts = (help == nil ? [] : ["\(id)-help"]) + (faults.isEmpty ? [] : ["\(id)-error"])
        describedBy = parts.isEmpty ? nil : parts.joined(separator: " ")
        var (input, select, box): (Input?, Select?, Box?)
        switch control {
        case .input(let given): input = given
        case .select(let given): select = given
        case .box(let given): box = given
        }
        (self.input, self.select, self.box) = (input, select, box)
        isOptional = box == nil && !isRequired
    }

    static func text(
        _ name: String,
        _ label: String,
        help: String? = nil,
        value: String?,
        type: String = "text",
        autocomplete: String = "off",
        length: Int? = nil,
        placeholder: String? = nil,
        isRequired: Bool = false,
        faults: [FaultText] = []
    ) -> FormField {
        let input = Input(
            type: type,
            value: value,
            length: length,
            placeholder: placeholder,
            autocomplete: autocomplete
        )
        return FormField(name, label, help, .input(input), isRequired: isRequired, faults: faults)
    }

    /// - Parameters:
    ///   - name: What the form sends it as.
    ///   - label: What it is.
    ///   - help: What belongs there, in one or two sentences.
    ///   - value: As it was entered, number or not.
    ///   - range: What is accepted.
    ///   - isRequired: Whether the form cannot do without.
    ///   - faults: What was wrong with it.
    /// - Returns: The field.
    static func number(
        _ name: String,
        _ label: String,
        help: String? = nil,
        value: String?,
        in range: ClosedRange<Int>,
        isRequired: Bool = false,
        faults: [FaultText] = []
    ) -> FormField {
        let input = Input(
            type: "number",
            value: value,
            minimum: range.lowerBound,
            maximum: range.upperBound
        )
        return FormField(name, label, help, .input(input), isRequired: isRequired, faults: faults)
    }

    static func choice(
        _ name: String,
        _ label: String,
        help: String? = nil,
        _ choices: [Choice],
        isRequired: Bool = false,
        faults: [FaultText] = []
    ) -> FormField {
        let select = Select(choices: choices)
        return FormField(name, label, help, .select(select), isRequired: isRequired, faults: faults)
    }

    /// A box to be checked; sends `yes`.
    static func box(_ name: String, _ label: String, help: String? = nil, isChecked: Bool) -> FormField {
        FormField(name, label, help, .box(Box(isChecked: isChecked)), isRequired: false, faults: [])
    }
}

/// What is wrong with one value.
struct FaultText: Sendable {
    let text: String
    /// In English, where the sentence is not known in the visitor's language.
    let detail: String?

    init(_ fault: Problem.Fault, _ words: Words) {
        let said = words.said(fault.detail, fault.wording)
        guard said.lang != nil, FaultCode(rawValue: fault.code) != nil else {
            self.init(text: said.text)
            return
        }
        self.init(text: words["fault.\(fault.code)"], detail: said.text)
    }

    init(text: String, detail: String? = nil) {
        self.text = text
        self.detail = detail
    }
}

/// The faults of a refused form by where they are.
struct FormFaults: Sendable {
    private let problem: Problem?
    private let words: Words

    init(_ problem: Problem?, _ words: Words) {
        self.problem = problem
        self.words = words
    }

    /// - Parameter pointer: Where, as in ``Contract/Problem/Fault/pointer``.
    subscript(pointer: String) -> [FaultText] {
        problem?.errors.filter { $0.pointer == pointer }.map { FaultText($0, words) } ?? []
    }

    /// Those of the entries of a list.
    func below(_ pointer: String) -> [FaultText] {
        problem?.errors.filter { $0.pointer == pointer || $0.pointer.hasPrefix(pointer + "/") }
            .map { FaultText($0, words) } ?? []
    }

    /// What no field of the form shows, above all of them.
    func others(than pointers: [String]) -> [FaultText] {
        problem?.errors.filter { !pointers.contains($0.pointer) }.map { FaultText($0, words) } ?? []
    }

    /// The refusal in words; nil when there was none.
    var notice: Notice? {
        problem.map {
            let said = words.said($0.detail, $0.wording)
            // A conflict has many causes, and its title names the commonest only.
            let isCause = $0.code == .conflict && said.lang == nil
            return Notice(
                title: isCause ? said.text : words["problem.\($0.code.rawValue)"],
                nextStep: words["problem.\($0.code.rawValue)_next"],
                detail: $0.errors.isEmpty && !isCause ? said : nil
            )
        }
    }

    struct Notice: Sendable {
        let title: String
        let nextStep: String
        let detail: Said?
    }
}

extension Problem {
    /// Whether the form that was sent can mend it.
    var isAboutWhatWasEntered: Bool {
        [.validationFailed, .conflict, .sealingKeyMissing].contains(code)
    }
}
