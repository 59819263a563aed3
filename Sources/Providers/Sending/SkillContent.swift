import Bundles
import Contract
import Domain
import NIOCore

/// The content of skills in the forms that travel.
enum SkillContent {
    /// A zip with one folder at its top, named after the skill.
    @concurrent
    static func zip(_ bundle: SkillBundle) async throws(ProviderFailure) -> [UInt8] {
        do {
            return try BundlePacking.zip(bundle.files, topFolder: bundle.name)
        } catch {
            throw ProviderFailure(.internal, "The skill could not be packed.")
        }
    }

    /// The files of a provider's zip, without the folder around them, if all lie in one.
    ///
    /// Read as carefully as an upload: a provider can be wrong, or not be who it seems.
    @concurrent
    static func unzip(_ archive: ByteBuffer, from vendor: Vendor) async throws(ProviderFailure)
        -> [BundleFile]
    {
        do {
            return try SkillIntake.read(.archive(Array(archive.readableBytesView))).files
        } catch {
            throw ProviderFailure(.internal, "\(vendor.title) sent an archive that could not be read.")
        }
    }

    /// Whether both hold the same files.
    ///
    /// Exec bits are left out: not every provider keeps them, and missing a copy would make a second one.
    static func isSame(_ left: [BundleFile], _ right: [BundleFile]) -> Bool {
        left.hasSameContent(as: right)
    }
}
