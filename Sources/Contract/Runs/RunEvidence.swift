/// Everything that proves what a run did, as a zip that can be checked without a server.
///
/// `docs/audit.md` describes what is in it.
package struct RunEvidence: Equatable, Sendable {
    package let filename: String
    package let bytes: [UInt8]

    package init(filename: String, bytes: [UInt8]) {
        self.filename = filename
        self.bytes = bytes
    }
}
