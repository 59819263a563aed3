/// What is to stand where, whatever stands there now.
///
/// A skill that is named stands on exactly the providers it is named with; what is not named stays as it is, unless
/// ``prune`` is set.
package struct DesiredState: Codable, Equatable, Sendable {
    package static let maximumEntries = 10_000

    /// Skills, and where each of them is to stand.
    package struct Entry: Codable, Equatable, Sendable {
        package enum Selector: Equatable, Sendable {
            /// Without a version, the newest that is not yanked.
            case skill(String, version: Int?)
            /// Every skill with the tag that has a version to install, in its newest.
            case tag(String)
        }

        package enum Places: Equatable, Sendable {
            /// Every provider that is enabled.
            case all
            /// None: it is to stand nowhere.
            case listed([ProviderID])
        }

        package let selector: Selector
        package let providers: Places

        package init(_ selector: Selector, on providers: Places) {
            self.selector = selector
            self.providers = providers
        }
    }

    package let skills: [Entry]
    /// Whether what is not named is removed.
    package let prune: Bool

    package init(skills: [Entry], prune: Bool = false) {
        self.skills = skills
        self.prune = prune
    }
}

extension DesiredState.Entry {
    /// In place of a list of providers.
    package static let everywhere = "all"

    enum CodingKeys: String, CodingKey {
        case name
        case version
        case tag
        case providers
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let tag = try values.decodeIfPresent(String.self, forKey: .tag) {
            selector = .tag(tag)
        } else {
            selector = .skill(
                try values.decode(String.self, forKey: .name),
                version: try values.decodeIfPresent(Int.self, forKey: .version)
            )
        }
        if (try? values.decode(String.self, forKey: .providers)) == Self.everywhere {
            providers = .all
        } else {
            providers = .listed(try values.decode([ProviderID].self, forKey: .providers))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch selector {
        case .skill(let name, let version):
            try values.encode(name, forKey: .name)
            try values.encodeIfPresent(version, forKey: .version)
        case .tag(let tag):
            try values.encode(tag, forKey: .tag)
        }
        switch providers {
        case .all: try values.encode(Self.everywhere, forKey: .providers)
        case .listed(let ids): try values.encode(ids, forKey: .providers)
        }
    }
}
