import Contract

/// Reads ``ChatCommand/text(in:)`` back, word for word; anything looser is left to the grammar.
struct CanonicalForm {
    let command: ChatCommand?

    init(_ text: PlainText, _ vocabulary: Vocabulary) {
        guard text.characters.first == "/", !text.hadHidden, !text.wasCut else {
            command = nil
            return
        }
        var words = String(text.characters.dropFirst()).split(separator: " ").map(String.init)
        guard !words.isEmpty, let intent = ChatIntent.byWord[words.removeFirst().lowercased()],
            let slots = Slots(words)
        else {
            command = nil
            return
        }
        command = Reader(slots: slots, vocabulary: vocabulary).command(intent)
    }

    /// What stands behind each word that introduces something.
    private struct Slots {
        let subject: String?
        let named: [CanonicalWord.Name: String]

        /// Nil when one is empty or comes twice.
        init?(_ words: [String]) {
            var parts: [(CanonicalWord.Name?, [String])] = [(nil, [])]
            for word in words {
                let last = parts[parts.count - 1].0
                if last != .because, last != .query, let name = CanonicalWord.bySpelling[word.lowercased()] {
                    parts.append((name, []))
                } else {
                    parts[parts.count - 1].1.append(word)
                }
            }
            var named: [CanonicalWord.Name: String] = [:]
            for case (let name?, let values) in parts {
                guard !values.isEmpty, named[name] == nil else { return nil }
                named[name] = values.joined(separator: " ")
            }
            self.named = named
            subject = parts[0].1.isEmpty ? nil : parts[0].1.joined(separator: " ")
        }
    }

    private struct Reader {
        let slots: Slots
        let vocabulary: Vocabulary

        /// Nil when something is missing, not known, or too much.
        func command(_ intent: ChatIntent) -> ChatCommand? {
            switch intent {
            case .install: takes(.on, .because) ? placement.map { .install($0) } : nil
            case .uninstall: takes(.on, .because) ? placement.map { .uninstall($0) } : nil
            case .plan: takes(.on) ? placement.map { .plan($0) } : nil
            case .preflight: takes(.on) ? placement.map { .preflight($0) } : nil
            case .retry: takes() ? run(slots.subject).map { .retry($0) } : nil
            case .cancel: takes() ? run(slots.subject).map { .cancel($0) } : nil
            case .why: takes() ? run(slots.subject).map { .why($0) } : nil
            case .approve: takes(.because) ? run(slots.subject).map { .approve($0, reason: reason) } : nil
            case .refuse: takes(.because) ? run(slots.subject).map { .refuse($0, reason: reason) } : nil
            case .rollback: rollback
            case .acknowledge: takes(.because) ? alert.map { .acknowledge(alert: $0, reason: reason) } : nil
            case .pauseProvider: takes() ? provider(slots.subject).map { .pauseProvider($0) } : nil
            case .resumeProvider: takes() ? provider(slots.subject).map { .resumeProvider($0) } : nil
            case .status: slots.subject == nil && takes(.skill, .run) ? subject.map { .status($0) } : nil
            default: query(intent)
            }
        }

        private func query(_ intent: ChatIntent) -> ChatCommand? {
            switch intent {
            case .listRuns: slots.subject == nil && takes(.status, .on, .since, .limit) ? runs : nil
            case .listSkills: slots.subject == nil && takes(.on, .state, .query) ? skills : nil
            case .showSkill: takes() ? skill(slots.subject).map { .showSkill($0) } : nil
            case .whereInstalled: takes() ? skill(slots.subject).map { .whereInstalled($0) } : nil
            case .providersStatus: slots.subject == nil && takes() ? .providersStatus : nil
            case .alerts: slots.subject == nil && takes() ? .alerts : nil
            case .audit: slots.subject == nil && takes(.by, .since) ? audit : nil
            case .help: takes() ? help : nil
            default: nil
            }
        }

        private func takes(_ names: CanonicalWord.Name...) -> Bool {
            slots.named.keys.allSatisfy(names.contains)
        }

        private var reason: String? { slots.named[.because] }

        private var placement: ChatPlacement? {
            guard let subject = slots.subject, let on = slots.named[.on], let providers = providers(on) else {
                return nil
            }
            let skills = subject.listed.compactMap(choice)
            guard !skills.isEmpty, skills.count == subject.listed.count, Set(skills).count == skills.count
            else { return nil }
            return ChatPlacement(skills: skills, providers: providers, reason: reason)
        }

        private func choice(_ text: String) -> ChatSkillChoice? {
            if text.hasPrefix("tag:") { return vocabulary.tag(String(text.dropFirst(4))).map { .tagged($0) } }
            let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
            guard parts.count <= 2, let skill = vocabulary.skill(parts[0].unquoted)
            else { return nil }
            guard parts.count == 2 else { return .named(skill.name, version: nil) }
            return skill.versions.contains(parts[1]) ? .named(skill.name, version: parts[1]) : nil
        }

        private func providers(_ text: String) -> ChatProviderChoice? {
            if text.lowercased() == CanonicalWord.everywhere { return .all }
            let known = text.listed.compactMap(provider)
            guard known.count == text.listed.count, Set(known).count == known.count else { return nil }
            return .listed(known)
        }

        private func provider(_ text: String?) -> String? {
            guard let name = text?.lowercased(), name != CanonicalWord.everywhere else { return nil }
            return vocabulary.providers.first { $0.lowercased() == name.unquoted }
        }

        private func skill(_ text: String?) -> String? {
            text.flatMap { vocabulary.skill($0.unquoted)?.name }
        }

        private func run(_ text: String?) -> ChatRunChoice? {
            switch text?.lowercased() {
            case nil: return nil
            case "last": return .last
            case "last_failed": return .lastFailed
            case let word?:
                guard case .run(let id)? = vocabulary.meaning(of: word) else { return nil }
                return .id(id)
            }
        }

        private var alert: String? {
            guard let word = slots.subject?.lowercased(), case .alert(let id)? = vocabulary.meaning(of: word)
            else { return nil }
            return id
        }

        private var subject: ChatSubject? {
            guard slots.named[.skill] == nil || slots.named[.run] == nil else { return nil }
            return skill(slots.named[.skill]).map { .skill($0) } ?? run(slots.named[.run]).map { .run($0) }
        }

        private var rollback: ChatCommand? {
            guard slots.subject == nil, takes(.skill, .run, .on, .because), let subject else { return nil }
            guard let on = slots.named[.on] else { return .rollback(subject, providers: nil, reason: reason) }
            guard let providers = providers(on), slots.named[.run] == nil else { return nil }
            return .rollback(subject, providers: providers, reason: reason)
        }

        private var runs: ChatCommand? {
            var filter = ChatRunFilter(status: slots.named[.status], since: slots.named[.since])
            if let status = filter.status, !vocabulary.context.runStatuses.contains(status) { return nil }
            if let since = filter.since, vocabulary.clock?.text(.exact(since)) == nil { return nil }
            if let on = slots.named[.on] {
                guard let known = provider(on) else { return nil }
                filter.provider = known
            }
            if let limit = slots.named[.limit] {
                guard let number = Int(limit), number > 0 else { return nil }
                filter.limit = number
            }
            return .listRuns(filter)
        }

        private var skills: ChatCommand? {
            var filter = ChatSkillFilter(query: slots.named[.query], state: slots.named[.state])
            if let on = slots.named[.on] {
                guard let known = provider(on) else { return nil }
                filter.provider = known
            }
            return .listSkills(filter)
        }

        private var audit: ChatCommand? {
            let actor = slots.named[.by]?.unquoted
            if let actor, !vocabulary.context.users.contains(actor) { return nil }
            if let since = slots.named[.since], vocabulary.clock?.text(.exact(since)) == nil { return nil }
            return .audit(actor: actor, since: slots.named[.since])
        }

        private var help: ChatCommand? {
            guard let word = slots.subject else { return .help(topic: nil) }
            return ChatIntent.byWord[word.lowercased()].map { .help(topic: $0) }
        }
    }
}

extension String {
    fileprivate var unquoted: String {
        count > 2 && first == "\"" && last == "\"" ? String(dropFirst().dropLast()) : self
    }

    fileprivate var listed: [String] {
        split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmed }
    }
}
