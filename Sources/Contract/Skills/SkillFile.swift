/// One file of a version, with its content.
package struct SkillFile: Equatable, Sendable {
    package let file: BundleFileView
    package let bytes: [UInt8]

    package init(file: BundleFileView, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }
}
