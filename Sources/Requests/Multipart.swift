/// Forms of the type `multipart/form-data` (RFC 7578) whose bytes lie in memory under a limit.
package enum Multipart {
    package struct Part: Sendable {
        package let name: String
        package let filename: String?
        /// In lower case, without parameters.
        package let contentType: String?
        package let body: ArraySlice<UInt8>

        package init(name: String, filename: String?, contentType: String?, body: ArraySlice<UInt8>) {
            self.name = name
            self.filename = filename
            self.contentType = contentType
            self.body = body
        }
    }

    /// The form is not one, in words for people.
    package struct Malformed: Error {
        package let detail: String
    }

    package static let maximumParts = 16
    package static let maximumHeaderBytes = 8192

    package static func parts(of form: [UInt8], boundary: String) throws(Malformed) -> [Part] {
        guard (1...70).contains(boundary.utf8.count) else {
            throw Malformed(detail: "The content type names no boundary of 1 to 70 characters.")
        }
        let delimiter = Array("--\(boundary)".utf8)
        guard let first = ByteSearch(delimiter).firstIndex(in: form, from: 0),
            first == 0 || form[..<first].suffix(2).elementsEqual(lineEnd)
        else { throw Malformed(detail: "The body does not begin with the boundary.") }
        let separator = ByteSearch(lineEnd + delimiter)
        let headerEnd = ByteSearch(lineEnd + lineEnd)
        var position = first + delimiter.count
        var parts: [Part] = []
        while !form[position...].starts(with: [hyphen, hyphen]) {
            guard parts.count < maximumParts else {
                throw Malformed(detail: "The form has more than \(maximumParts) parts.")
            }
            let (part, end) = try part(of: form, after: position, headerEnd: headerEnd, separator: separator)
            parts.append(part)
            position = end
        }
        return parts
    }

    private static func part(
        of form: [UInt8],
        after delimiter: Int,
        headerEnd: ByteSearch,
        separator: ByteSearch
    ) throws(Malformed) -> (part: Part, end: Int) {
        let start = delimiter + form[delimiter...].prefix { $0 == 32 || $0 == 9 }.count
        guard form[start...].starts(with: lineEnd),
            let header = headerEnd.firstIndex(in: form, from: start)
        else { throw Malformed(detail: "A part has no header, or the form breaks off.") }
        guard header - start <= maximumHeaderBytes else {
            throw Malformed(detail: "A part's header has more than \(maximumHeaderBytes) bytes.")
        }
        let body = header + 4
        // The separator's own line end may be the one that ends the header, when the part is empty.
        guard let end = separator.firstIndex(in: form, from: header + 2) else {
            throw Malformed(detail: "The form breaks off inside a part.")
        }
        let content = form[min(body, end)..<end]
        return (try part(headers: form[start..<header], body: content), end + separator.length)
    }

    private static func part(headers: ArraySlice<UInt8>, body: ArraySlice<UInt8>) throws(Malformed) -> Part {
        var name: String?
        var filename: String?
        var contentType: String?
        for line in headers.split(whereSeparator: { lineEnd.contains($0) }) {
            guard let text = String(validating: line, as: UTF8.self), let colon = text.utf8.firstIndex(of: 58)
            else {
                throw Malformed(detail: "A part's header is not one of UTF-8 lines with a colon.")
            }
            let (value, parameters) = HeaderParameters.split(String(text[text.index(after: colon)...]))
            switch text[..<colon].lowercased() {
            case "content-disposition":
                name = parameters["name"]
                filename = parameters["filename"]
            case "content-type": contentType = value.lowercased()
            default: break
            }
        }
        guard let name else { throw Malformed(detail: "A part has no name in its Content-Disposition.") }
        return Part(name: name, filename: filename, contentType: contentType, body: body)
    }

    private static let lineEnd: [UInt8] = [13, 10]
    private static let hyphen = UInt8(ascii: "-")
}
