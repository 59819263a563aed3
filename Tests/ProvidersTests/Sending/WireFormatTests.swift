import Contract
import NIOCore
import Testing

@testable import Providers

@Suite struct WireFormatTests {
    @Test func aFormIsWrittenAsTheStandardWantsIt() {
        var form = MultipartForm(boundary: "b")
        form.addFile(
            Array("x".utf8),
            named: "files[]",
            fileName: "demo/a \"b\".md",
            contentType: "text/plain"
        )
        form.addText("false", named: "default")
        let text = String(buffer: form.encoded())
        #expect(form.contentType == "multipart/form-data; boundary=b")
        #expect(
            text
                == "--b\r\ncontent-disposition: form-data; name=\"files[]\"; filename=\"demo/a %22b%22.md\"\r\n"
                + "content-type: text/plain\r\n\r\nx\r\n"
                + "--b\r\ncontent-disposition: form-data; name=\"default\"\r\n\r\nfalse\r\n--b--\r\n"
        )
    }

    @Test func partsOfAPathAreEscaped() {
        #expect(percentEncoded("demo-skill_1.~") == "demo-skill_1.~")
        #expect(percentEncoded("../a b?&é") == "..%2Fa%20b%3F%26%C3%A9")
    }

    @Test(arguments: ["https://api.example/v1/", "HTTP://127.0.0.1:9000/openai/v1", "http://[::1]:1"])
    func anAddressIsTaken(_ text: String) {
        #expect(ServiceURL(text) != nil)
    }

    @Test(arguments: [
        "", "api.example", "ftp://api.example", "https://", "https://user@api.example",
        "https://u:p@api.example",
        "https://api.example?x=1", "https://api.example#x", "file:///etc/passwd", "https:///path",
    ])
    func anAddressThatCannotBeAnAPIIsRefused(_ text: String) {
        #expect(ServiceURL(text) == nil)
    }

    @Test func theSlashAtTheEndOfAnAddressGoes() {
        #expect(ServiceURL("https://api.example/v1//")?.text == "https://api.example/v1")
    }

    @Test func googlesIDsFollowFromNames() {
        #expect(GeminiSkillID.make(from: "demo-skill") == "demo-skill")
        for name in ["gcp-tools", "1st", "Ünï", "한글", String(repeating: "a", count: 64), "ends-", "A b"] {
            let id = GeminiSkillID.make(from: name)
            #expect(id == GeminiSkillID.make(from: name))
            #expect(id == GeminiSkillID.make(from: id))
            #expect(id.hasPrefix("s-"))
        }
        #expect(GeminiSkillID.make(from: "A b") != GeminiSkillID.make(from: "a B"))
    }
}
