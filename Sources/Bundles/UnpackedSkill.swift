package import Domain

/// A skill's files, safe to keep but not yet looked into.
package struct UnpackedSkill: Equatable, Sendable {
    /// Sorted by the bytes of their paths; SKILL.md lies at the root, if there is one.
    package let files: [BundleFile]
    /// The name of the folder that enclosed them, which the specification wants to equal the skill's name.
    package let topFolder: String?
    /// What desktop systems leave in folders and archives, and was left out.
    package let removedJunk: [String]

    package init(files: [BundleFile], topFolder: String?, removedJunk: [String] = []) {
        self.files = files.sorted { $0.path.precedesInBytes($1.path) }
        self.topFolder = topFolder
        self.removedJunk = removedJunk
    }
}
