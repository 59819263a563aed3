import Glibc

/// One part of a `multipart/form-data` body (RFC 7578).
struct FormPart: Equatable, Sendable {
    let name: String
    /// As sent, folders and all: vendors read the path from it.
    let filename: String?
    let content: [UInt8]
}

/// Takes `multipart/form-data` bodies apart.
enum Multipart {
    enum Fault: Error {
        case notMultipart
        case malformed
    }

    static func parts(of body: [UInt8], contentType: String?) throws(Fault) -> [FormPart] {
        guard let boundary = boundary(in: contentType ?? "") else { throw .notMultipart }
        let delimiter = Array("--\(boundary)".utf8)
        let separator = [13, 10] + delimiter
        guard let first = offset(of: delimiter, in: body, from: 0) else { throw .malformed }
        var position = first + delimiter.count
        var parts: [FormPart] = []
        while true {
            let rest = body[position...]
            if rest.starts(with: [45, 45]) { return parts }
            guard rest.starts(with: [13, 10]),
                let headEnd = offset(of: [13, 10, 13, 10], in: body, from: position),
                let end = offset(of: separator, in: body, from: headEnd + 2)
            else { throw .malformed }
            let head = String(decoding: body[position + 2..<max(headEnd, position + 2)], as: UTF8.self)
            guard let part = part(head: head, content: Array(body[min(headEnd + 4, end)..<end])) else {
                throw .malformed
            }
            parts.append(part)
            position = end + separator.count
        }
    }

    private static func boundary(in contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        return parameters(of: contentType)["boundary"].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func part(head: String, content: [UInt8]) -> FormPart? {
        for line in head.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":"),
                line[..<colon].lowercased() == "content-disposition"
            else { continue }
            let parameters = parameters(of: String(line[colon...]))
            return parameters["name"].map {
                FormPart(name: $0, filename: parameters["filename"], content: content)
            }
        }
        return nil
    }

    /// The `name=value` pairs after the first semicolon; quoted values may hold semicolons.
    private static func parameters(of header: String) -> [String: String] {
        var found: [String: String] = [:]
        var rest = header.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            let value = takeValue(&rest)
            rest = rest.drop { $0 != ";" }
            found[name.lowercased()] = found[name.lowercased()] ?? value
        }
        return found
    }

    private static func takeValue(_ rest: inout Substring) -> String {
        guard rest.first == "\"" else {
            let value = rest.prefix { $0 != ";" && $0 != " " }
            rest = rest.dropFirst(value.count)
            return String(value)
        }
        var value = ""
        var isEscaped = false
        rest = rest.dropFirst()
        while let character = rest.popFirst() {
            if isEscaped || (character != "\\" && character != "\"") {
                value.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                break
            }
        }
        // Browsers and the vendors' SDKs write a quote inside a name as %22 (HTML, section 4.10.22.8).
        return value.split(separator: "%22", omittingEmptySubsequences: false).joined(separator: "\"")
    }

    /// Bodies reach tens of megabytes, so the C library looks for the needle's first byte.
    private static func offset(of needle: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first else { return nil }
        var position = start
        while position + needle.count <= body.count {
            guard let candidate = offset(ofByte: first, in: body, from: position) else { return nil }
            if body[candidate...].starts(with: needle) { return candidate }
            position = candidate + 1
        }
        return nil
    }

    private static func offset(ofByte byte: UInt8, in body: [UInt8], from start: Int) -> Int? {
        unsafe body.withUnsafeBytes { bytes in
            guard let origin = bytes.baseAddress,
                let found = unsafe memchr(origin + start, Int32(byte), bytes.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - origin
        }
    }
}
