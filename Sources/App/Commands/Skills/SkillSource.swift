package import Contract
import FoundationEssentials

/// A skill on this machine, as somebody named it: an archive, a folder or a SKILL.md.
package struct SkillSource: Equatable, Sendable {
    /// As typed, or as found below a folder that was.
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Whether it lies elsewhere, and the server has to fetch it.
    var isAddress: Bool { path.prefix(8).lowercased() == "https://" }

    /// Every folder at or below `folder` that holds a SKILL.md, sorted by path.
    ///
    /// A skill inside a skill belongs to the outer one. Symbolic links are not followed, so the search ends.
    ///
    /// - Throws: ``Problem`` when the folder cannot be listed.
    package static func all(below folder: String) throws(Problem) -> [SkillSource] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw Problem(file: folder, "The folder cannot be listed.", fix: "Name one that you may read.")
        }
        if names.contains("SKILL.md") { return [SkillSource(path: folder)] }
        var found: [SkillSource] = []
        for name in names where name != ".git" {
            let path = (folder.hasSuffix("/") ? folder : folder + "/") + name
            if isFolder(path), !isLink(path) { found += try all(below: path) }
        }
        return found
    }

    /// Reads it, packing a folder.
    ///
    /// - Throws: ``Problem`` naming the path when there is nothing to read, or with the findings of a folder
    ///   that is no skill.
    package func upload(tags: [String]?) throws(Problem) -> SkillUpload {
        if Self.isFolder(path) {
            return SkillUpload(
                content: .archive(try SkillFolder.packed(path)),
                filename: name + ".zip",
                tags: tags
            )
        }
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw Problem(
                file: path,
                "It is not there or cannot be read.",
                fix: "Name an archive, a folder or a SKILL.md."
            )
        }
        guard path.lowercased().hasSuffix(".md") else {
            return SkillUpload(content: .archive(bytes), filename: name, tags: tags)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(file: path, "It is not UTF-8 text.", fix: "Save it as UTF-8.")
        }
        return SkillUpload(content: .text(text), filename: name, tags: tags)
    }

    private var name: String {
        let last = path.split(separator: "/").last.map(String.init) ?? "skill"
        return last == "." || last == ".." ? "skill" : last
    }

    /// Whether there is a folder, possibly behind a symbolic link.
    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    private static func isLink(_ path: String) -> Bool {
        // Only a link has a destination; anything else throws.
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }
}

extension Problem {
    /// A refusal before anything was sent: something is wrong with a file of this machine.
    init(file path: String, _ detail: String, fix: String) {
        let fault = Fault(pointer: "", code: "file", detail: detail, path: path, fix: fix)
        self.init(.validationFailed, "A file cannot be used.", errors: [fault])
    }
}
