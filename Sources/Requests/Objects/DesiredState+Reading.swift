package import Contract

extension DesiredState: Readable {
    package init?(reading object: inout ObjectReader) {
        let prune = object.flag("prune") ?? false
        let least = prune ? 0 : 1
        let skills = object.objects("skills", of: Entry.self, count: least...Self.maximumEntries)
        guard let skills else { return nil }
        self.init(skills: skills, prune: prune)
    }
}

extension DesiredState.Entry: Readable {
    package init?(reading object: inout ObjectReader) {
        let version = object.integer("version", 1...Grammar.maximumVersion)
        let tag = object.text("tag", 1...64)
        let name = tag == nil ? object.skillName("name") : object.text("name", 1...64)
        let places = object.places("providers")
        if tag != nil {
            for field in ["name", "version"] where object.has(field) {
                object.note(
                    field,
                    .unknown,
                    "With `tag` every skill that has it is meant, in its newest version."
                )
            }
        }
        guard let places else { return nil }
        if let tag {
            self.init(.tag(tag), on: places)
        } else if let name {
            self.init(.skill(name, version: version), on: places)
        } else {
            return nil
        }
    }
}

extension DesiredStateRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let state = object.require("state") ? object.object("state", of: DesiredState.self) : nil
        let lock = object.object("lock", of: DesiredStateLock.self)
        guard let state else { return nil }
        self.init(state, lock: lock)
    }
}

extension DesiredStateLock: Readable {
    private static let maximumSkills = 20_000

    package init?(reading object: inout ObjectReader) {
        guard let skills = object.objects("skills", of: Skill.self, count: 0...Self.maximumSkills) else {
            return nil
        }
        self.init(skills: skills)
    }
}

extension DesiredStateLock.Skill: Readable {
    package init?(reading object: inout ObjectReader) {
        let name = object.skillName("name")
        let version = object.require("version") ? object.integer("version", 1...Grammar.maximumVersion) : nil
        let digest = object.requiredText("digest", 1...128)
        let newest = object.require("newest") ? object.flag("newest") : nil
        guard let name, let version, let digest, let newest else { return nil }
        self.init(name: name, version: version, digest: digest, newest: newest)
    }
}

extension ObjectReader {
    package mutating func skillName(_ name: String) -> String? {
        guard let text = requiredText(name, 1...64) else { return nil }
        guard Grammar.isSkillName(text) else {
            note(name, .format, Grammar.skillNameRule.sentence)
            return nil
        }
        return text
    }

    /// A list of providers, or the word for all of them.
    fileprivate mutating func places(_ name: String) -> DesiredState.Entry.Places? {
        guard require(name) else { return nil }
        if let word = word(name) {
            if word == DesiredState.Entry.everywhere { return .all }
            note(
                name,
                .choice,
                "A list of providers is expected, or the word \(DesiredState.Entry.everywhere)."
            )
            return nil
        }
        let rule = Grammar.providerIDRule.sentence
        let ids = texts(name, count: 0...RunRequest.maximumTargets, rule: rule) { Grammar.isProviderID($0) }
        guard let ids else { return nil }
        return .listed(ids.map { ProviderID(rawValue: $0) })
    }
}

extension String {
    /// With a capital letter in front.
    package var sentence: String { prefix(1).uppercased() + dropFirst() }
}
