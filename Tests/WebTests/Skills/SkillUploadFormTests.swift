import Contract
import Requests
import Testing

@testable import Web

@Suite struct SkillUploadFormTests {
    private func part(_ name: String, _ text: String, filename: String? = nil) -> Multipart.Part {
        Multipart.Part(name: name, filename: filename, contentType: nil, body: ArraySlice(text.utf8))
    }

    /// A browser sends a field that was left alone as an empty part.
    @Test func blankFieldsAreAbsent() throws {
        let form = SkillUploadForm(parts: [
            part("bundle", "", filename: ""), part("text", "---\r\nname: a\r\n---\r\n"), part("tags", ""),
        ])
        let upload = try form.upload()
        #expect(upload.content == .text("---\nname: a\n---\n"))
        #expect(upload.tags == nil)
        #expect(form.text == "---\nname: a\n---\n")
    }

    @Test func anArchiveIsTakenAsItIs() throws {
        let form = SkillUploadForm(parts: [
            part("bundle", "PK\u{3}\u{4}\r\n", filename: "a.zip"), part("text", ""), part("tags", "x, y"),
        ])
        let upload = try form.upload()
        #expect(upload.content == .archive(Array("PK\u{3}\u{4}\r\n".utf8)))
        #expect(upload.filename == "a.zip")
        #expect(upload.tags == ["x", "y"])
    }

    @Test func bothOrNothingIsRefusedAtItsField() {
        let both = SkillUploadForm(parts: [part("bundle", "x", filename: "a.zip"), part("text", "y")])
        #expect(throws: Problem.self) { try both.upload() }
        do {
            _ = try both.upload()
        } catch {
            #expect(error.errors.map(\.pointer) == ["/text"])
        }
        do {
            _ = try SkillUploadForm.empty.upload()
            Issue.record("An empty form was taken.")
        } catch {
            #expect(error.errors.map(\.pointer) == ["/bundle"])
        }
    }
}
