import Foundation

/// The files that belong to the pages and lie beside the program.
enum WebFiles {
    struct File: Sendable {
        /// Below the folder, with `/` between.
        let name: String
        let content: [UInt8]
    }

    /// Every file below a folder, sorted by name.
    ///
    /// - Throws: ``WebSite/Unusable`` when the folder cannot be read.
    static func all(in folder: String) throws(WebSite.Unusable) -> [File] {
        // Not `Bundle.module`, which ends the process when they are missing.
        let root = Bundle.main.bundleURL.appendingPathComponent("skillyard_Web.resources/\(folder)")
        do {
            return try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted().compactMap {
                name in
                let url = root.appendingPathComponent(name)
                guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
                    return nil
                }
                return File(name: name, content: Array(try Data(contentsOf: url)))
            }
        } catch {
            throw WebSite.Unusable(
                detail: "The folder \(folder) of the pages cannot be read at \(root.path): "
                    + "keep skillyard_Web.resources beside the program."
            )
        }
    }
}
