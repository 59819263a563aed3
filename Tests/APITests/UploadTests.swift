import Contract
import Fixtures
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@Suite("Uploads")
struct UploadTests {
    private static let form = "multipart/form-data; boundary=XX"

    private func part(_ name: String, _ content: String, _ extra: String = "") -> String {
        "--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\(extra)\r\n\r\n\(content)\r\n"
    }

    private func upload(_ body: String, type: String) async throws -> SkillUpload? {
        let site = TestSite()
        try await site.test { client in
            let answer = try await client.ask(.post, "/api/skills", body: body, type: type)
            #expect(answer.status == .created, "\(String(buffer: answer.body))")
        }
        return site.plane.uploads.first
    }

    private func refused(_ body: String, _ code: ProblemCode, type: String = form) async throws -> [String] {
        let site = TestSite()
        nonisolated(unsafe) var pointers: [String] = []
        try await site.test { client in
            let answer = try await client.ask(.post, "/api/skills/check", body: body, type: type)
            unsafe pointers = try answer.problem(code).errors.map { "\($0.pointer) \($0.code)" }
        }
        #expect(site.plane.calls.isEmpty)
        return unsafe pointers
    }

    @Test(arguments: [
        "application/zip", "application/gzip", "application/x-tar", "application/octet-stream",
        "Application/ZIP; x=y",
    ])
    func aRawBodyIsAnArchive(_ type: String) async throws {
        #expect(try await upload("PK", type: type) == SkillUpload(content: .archive([0x50, 0x4B])))
    }

    @Test func markdownIsASingleFile() async throws {
        #expect(
            try await upload("---\nname: 가\n", type: "text/markdown; charset=UTF-8")?.content
                == .text("---\nname: 가\n")
        )
        #expect(try await refused("x", .unsupportedMediaType, type: "text/markdown; charset=euc-kr").isEmpty)
    }

    @Test func aFormBringsArchiveFilenameAndTags() async throws {
        let body =
            part("tags", " docs , release,, 배포 ") + part("bundle", "PK\r\n--X", "; filename=\"a\\\"b.zip\"")
            + "--XX--\r\n"
        let upload = try await upload(body, type: Self.form)
        #expect(upload?.content == .archive(Array("PK\r\n--X".utf8)))
        #expect(upload?.filename == "a\"b.zip")
        #expect(upload?.tags == ["docs", "release", "배포"])
    }

    @Test func aFormMayHoldASingleFile() async throws {
        let body = "preamble\r\n" + part("bundle", "# x", "; filename=SKILL.md") + "--XX--"
        #expect(try await upload(body, type: #"multipart/form-data; boundary="XX""#)?.content == .text("# x"))
        #expect(try await upload(body, type: Self.form)?.tags == nil)
    }

    @Test func emptyTagsClearThem() async throws {
        let body = part("tags", "") + part("bundle", "PK") + "--XX--\r\n"
        #expect(try await upload(body, type: Self.form)?.tags == [])
    }

    @Test func formFaultsComeAllAtOnce() async throws {
        let many = (0..<40).map { "t\($0)" }.joined(separator: ",")
        let body = part("tags", many) + part("bundle", "") + part("note", "x") + "--XX--\r\n"
        #expect(
            try await Set(refused(body, .validationFailed)) == [
                "/tags range", "/bundle length", "/note unknown",
            ]
        )
        let none = part("tags", "a") + part("tags", "b") + "--XX--\r\n"
        #expect(try await Set(refused(none, .validationFailed)) == ["/tags repeated", "/bundle required"])
    }

    @Test(arguments: [
        "", "--XX", "--XX\r\n", "--XX\r\n\r\n", "x--XX\r\n",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"bundle\"\r\n\r\nnever ends",
        "--XX\r\nnonsense\r\n\r\nx\r\n--XX--",
    ])
    func aBrokenFormIsMalformed(_ body: String) async throws {
        _ = try await refused(body, .malformedRequest)
    }

    @Test func aFormWithoutBoundaryOrWithTooManyPartsIsMalformed() async throws {
        _ = try await refused("x", .malformedRequest, type: "multipart/form-data")
        let body = (0..<20).map { part("p\($0)", "x") }.joined() + "--XX--"
        _ = try await refused(body, .malformedRequest)
    }

    @Test func anEmptyArchiveIsMalformed() async throws {
        _ = try await refused("", .malformedRequest, type: "application/zip")
    }
}
