import Contract

extension Problem.Fault {
    static func missing(_ selection: RunRequest.Selection, at index: Int) -> Self {
        guard let version = selection.version else {
            let detail: Phrase = "There is no skill \(selection.name, as: "skill")."
            return .init("/skills/\(index)/name", .notFound, as: "skill", detail)
        }
        let detail: Phrase =
            "There is no version \(version, as: "version") of skill \(selection.name, as: "skill")."
        return .init("/skills/\(index)", .notFound, as: "skill_version", detail)
    }
}
