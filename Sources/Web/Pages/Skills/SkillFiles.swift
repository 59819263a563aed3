import Contract
import HTTPTypes
import Hummingbird
import NIOCore

extension WebSite {
    static let skillFiles: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let subject = try await visit.subject(plane)
        let path = visit.query["path"] ?? subject.version.manifestPath
        let content = try await SkillFileContent.read(path, of: subject, plane)
        return try visit.page(
            "skills/files",
            title: "\(path) · \(subject.skill.name)",
            active: .skills,
            SkillFilesModel(visit, subject, path: path, content)
        )
    }

    /// One file as it is, to be saved and never to be opened in the page.
    static let skillFileDownload: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        guard let path = visit.query["path"] else {
            throw Problem(.notFound, as: "no_file", "No file is named.")
        }
        let file = try await plane.file(path, ofVersion: try visit.versionNumber(), of: try visit.skillName())
        let name = path.split(separator: "/").last.map(String.init) ?? "file"
        return visit.download(file.bytes, named: name, type: "application/octet-stream")
    }

    static let skillArchive: @Sendable (Visit, any ControlPlane) async throws -> Response = { visit, plane in
        let (name, number) = (try visit.skillName(), try visit.versionNumber())
        let archive = try await plane.archive(ofVersion: number, of: name)
        return visit.download(archive.bytes, named: "\(name)-\(number).zip", type: "application/zip")
    }
}

extension Visit {
    /// - Parameters:
    ///   - bytes: The content.
    ///   - name: What the file is to be called (RFC 6266, RFC 8187).
    ///   - type: Its media type; browsers do not look for another.
    /// - Returns: A file to be saved.
    func download(_ bytes: [UInt8], named name: String, type: String) -> Response {
        var headers: HTTPFields = [
            .contentType: type,
            .contentDisposition: "attachment; filename*=UTF-8''\(percentEncoded(name))",
            .contentTypeOptions: "nosniff", .vary: "Cookie",
        ]
        headers.addPagePolicy()
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}

extension SkillVersionView {
    /// What is read first.
    var manifestPath: String {
        files.contains { $0.path == "SKILL.md" } ? "SKILL.md" : files.first?.path ?? "SKILL.md"
    }
}

/// What can be shown of one file.
enum SkillFileContent: Sendable {
    case text([String])
    case binary
    case tooLarge
    case absent

    /// In bytes; a reader downloads more than that.
    static let maximumBytes = 1 << 20

    static func read(
        _ path: String,
        of subject: SkillSubject,
        _ plane: any ControlPlane
    ) async throws -> SkillFileContent {
        guard let file = subject.version.files.first(where: { $0.path == path }) else { return .absent }
        guard file.size <= maximumBytes else { return .tooLarge }
        let found = try await plane.file(path, ofVersion: subject.version.version, of: subject.skill.name)
        guard case .text(let lines, _) = FileText(found.bytes) else { return .binary }
        return .text(lines)
    }
}

/// The files of a version, one of them open.
struct SkillFilesModel: Sendable {
    struct Entry: Sendable {
        let path: String
        let size: String
        let href: String
        let isChosen: Bool
        let isExecutable: Bool
    }

    struct Line: Sendable {
        let number: Int
        let text: String
    }

    /// More would make the page slow; the rest is downloaded.
    static let maximumLines = 2000
    static let maximumEntries = 1000

    let header: SkillHeader
    let entries: [Entry]
    let more: String?
    let path: String
    let lines: [Line]
    let hasLines: Bool
    let note: String?
    let size: String?
    let download: String?

    init(_ visit: Visit, _ subject: SkillSubject, path: String, _ content: SkillFileContent) {
        let words = visit.words
        let files = subject.version.files
        let version = subject.version.version
        header = SkillHeader(visit, subject, active: .files)
        entries = files.prefix(Self.maximumEntries).map {
            Entry(
                path: $0.path,
                size: words.size(bytes: $0.size),
                href: subject.address.file($0.path, version: version).text,
                isChosen: $0.path == path,
                isExecutable: $0.executable
            )
        }
        let left = files.count - entries.count
        more = left > 0 ? words.counted("skills.more_files", left) : nil
        self.path = path
        let file = files.first { $0.path == path }
        size = file.map { words.size(bytes: $0.size) }
        download = file.map { _ in
            subject.address.of(version: version, "file").with("path", path).text
        }
        switch content {
        case .text(let all):
            lines = all.prefix(Self.maximumLines).enumerated().map {
                Line(number: $0 + 1, text: VisibleText.of($1.hasSuffix("\r") ? String($1.dropLast()) : $1))
            }
            let left = all.count - lines.count
            note =
                all.isEmpty
                ? words["skills.file_empty"] : left > 0 ? words.counted("skills.more_lines", left) : nil
        case .binary: (lines, note) = ([], words["skills.file_binary"])
        case .tooLarge: (lines, note) = ([], words["skills.file_too_large"])
        case .absent: (lines, note) = ([], words["skills.file_absent"])
        }
        hasLines = !lines.isEmpty
    }
}
