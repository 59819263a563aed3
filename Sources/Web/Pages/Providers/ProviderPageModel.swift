import Contract

/// One provider's settings as their template reads them, for a new one or one that is there.
struct ProviderPageModel: Sendable {
    struct Kind: Sendable {
        let href: String
        let label: String
        let help: String
    }

    let title: String
    /// Set while the kind of a new provider is to be chosen.
    let kinds: [Kind]
    let card: ProviderCard?
    /// How the last look for drift went; nil where that cannot be had, as the page is worth showing without.
    let look: DriftProviderRow?
    let form: Form?
    /// Why the settings cannot be changed.
    let denied: String?
    let refusal: Int?

    struct Form: Sendable {
        let action: String
        let kind: String
        let kindLabel: String
        /// Only for a new one.
        let idField: FormField?
        let fields: [FormField]
        let revision: String?
        let drawn: String?
        /// What somebody else changed since the form was drawn.
        let changes: [ProviderMerge.Change]
        let hasChanges: Bool
        let notice: FormFaults.Notice?
        let others: [FaultText]
        let hasOthers: Bool
        let submit: String
    }

    init(
        _ visit: Visit,
        present: ProviderView?,
        _ form: ProviderForm?,
        look: DriftProviderRow? = nil,
        refused: Problem? = nil,
        changes: [ProviderMerge.Change] = []
    ) {
        let words = visit.words
        self.look = look
        let name = present?.settings.displayName
        title = name.map { words["providers.settings_of", ["name": $0]] } ?? words["providers.add"]
        card = present.map { ProviderCard($0, visit) }
        kinds =
            form != nil
            ? []
            : ProviderKind.allCases.filter { $0 != .http }.map {
                Kind(
                    href: Address("/providers/new", ["kind": $0.rawValue]).text,
                    label: words["providers.kind_\($0.rawValue)"],
                    help: words["providers.kind_\($0.rawValue)_help"]
                )
            }
        refusal = refused?.status
        let isAllowed = visit.isAllowed(.putProvider)
        denied = isAllowed ? nil : words["providers.denied"]
        self.form =
            isAllowed ? form.map { Form($0, words, present: present, refused: refused, changes) } : nil
    }
}

extension ProviderPageModel.Form {
    fileprivate init(
        _ form: ProviderForm,
        _ words: Words,
        present: ProviderView?,
        refused: Problem?,
        _ changes: [ProviderMerge.Change]
    ) {
        let faults = FormFaults(refused, words)
        (revision, drawn) = (form.revision, form.drawnText)
        self.changes = changes
        hasChanges = !changes.isEmpty
        // The engine says what is wrong with an id without a name for its place.
        let isTaken = present == nil && refused?.code == .conflict
        let taken = isTaken ? refused.map { [FaultText(text: words.said($0.detail, $0.wording).text)] } : nil
        action = present.map { "/providers/\($0.id)" } ?? "/providers"
        kind = form.kind?.rawValue ?? ""
        kindLabel = form.kind.map { words["providers.kind_\($0.rawValue)"] } ?? ""
        idField =
            present != nil
            ? nil
            : .text(
                "id",
                words["providers.id"],
                help: words["providers.id_help"],
                value: form.id,
                length: 64,
                isRequired: true,
                faults: faults[""] + (taken ?? [])
            )
        fields = form.fields(faults, words)
        notice = faults.notice
        let shown = (present == nil ? [""] : []) + fields.map { "/\($0.name)" }
        others = faults.others(than: shown)
        hasOthers = !others.isEmpty
        submit = words[present == nil ? "providers.add" : "common.save"]
    }
}
