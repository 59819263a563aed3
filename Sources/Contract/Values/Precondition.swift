/// Tells one state of something from all others: the time of its last change, which rises with each.
package struct Revision: Hashable, Sendable {
    /// What stands between the quotes of an entity tag.
    package let text: String

    package init(_ changed: Timestamp) {
        text = changed.description
    }

    /// As a caller gave it back; one that was never given out matches nothing.
    package init(text: String) {
        self.text = text
    }
}

/// What must hold for a change to be made, so that nobody undoes unseen what somebody else did: the header fields
/// `If-Match` and `If-None-Match` (RFC 9110, section 13.1).
package enum Precondition: Equatable, Sendable {
    /// There is none yet: `If-None-Match: *`.
    case absent
    /// There is one, whatever it is by now: `If-Match: *`.
    case present
    /// It is as it was at one of these revisions: `If-Match` with their tags.
    case oneOf(Set<Revision>)

    /// Nothing was changed since it was read at that revision.
    package static func unchanged(_ revision: Revision) -> Precondition { .oneOf([revision]) }

    /// - Parameters:
    ///   - revision: What it is at now; nil when there is none.
    ///   - name: What it is called in the refusal: `provider claude`.
    /// - Throws: ``Problem`` with `precondition_failed`.
    package func require(at revision: Revision?, _ name: String) throws(Problem) {
        switch (self, revision) {
        case (.absent, nil), (.present, .some): return
        case (.oneOf(let revisions), let revision?) where revisions.contains(revision): return
        case (.absent, .some): throw Problem(.preconditionFailed, "There is a \(name) already.")
        case (_, nil): throw Problem(.preconditionFailed, "There is no \(name) (any more).")
        case (_, .some):
            throw Problem(.preconditionFailed, "Somebody changed \(name) since it was read.")
        }
    }
}

extension ProviderView {
    /// Rises with every change of the settings; a check changes none.
    package var revision: Revision { Revision(updatedAt) }
}

extension SkillVersionView {
    /// Rises when the version is yanked: nothing else of it ever changes.
    package var revision: Revision { Revision(yankedAt ?? createdAt) }
}

extension ScanWaiver {
    /// Rises when the waiver is revoked: nothing else of it ever changes.
    package var revision: Revision { Revision(revokedAt ?? createdAt) }
}

extension AccountView {
    package var revision: Revision { Revision(text: String(revisionNumber)) }
}

extension TokenView {
    /// Rises when the token is revoked; that it was used changes nothing.
    package var revision: Revision { Revision(revokedAt ?? createdAt) }
}
