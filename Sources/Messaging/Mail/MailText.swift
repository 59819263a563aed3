import Contract
import Domain
import FoundationEssentials

/// A mail as it is handed over: RFC 5322 and MIME, in plain text and HTML, with lines that end in CRLF.
struct MailText {
    let sender: String
    let recipients: [String]
    let id: DeliveryID
    /// Mails of one alert belong together.
    let alert: AlertID?
    let at: Timestamp
    let text: MessageText
    let language: ChannelLanguage

    var lines: [String] {
        headers + ["", "--\(boundary)", "Content-Type: text/plain; charset=utf-8"] + encoded(text.plain)
            + ["--\(boundary)", "Content-Type: text/html; charset=utf-8"] + encoded(html)
            + ["--\(boundary)--"]
    }

    private var domain: String { sender.split(separator: "@").last.map(String.init) ?? "localhost" }

    private var boundary: String { "skillyard-\(id)" }

    private var headers: [String] {
        var headers = [
            "From: Skillyard <\(sender)>",
            "To: " + recipients.joined(separator: ",\r\n "),
            "Subject: " + Self.encodedWords(text.headline),
            "Date: " + Self.date(at),
            "Message-ID: <\(id)@\(domain)>",
        ]
        if let alert { headers.append("References: <alert-\(alert)@\(domain)>") }
        return headers + [
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative; boundary=\"\(boundary)\"",
            "Content-Language: \(language.rawValue)",
        ]
    }

    /// In base64 with short lines: so no line of a text can end it, or be too long.
    private func encoded(_ text: String) -> [String] {
        let base64 = Data(text.replacing("\n", with: "\r\n").utf8).base64EncodedString()
        return ["Content-Transfer-Encoding: base64", ""] + Self.chunks(base64, of: 76) + [""]
    }

    private static func chunks(_ text: String, of size: Int) -> [String] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: size).map { start in
            String(decoding: bytes[start..<min(start + size, bytes.count)], as: UTF8.self)
        }
    }

    /// As it is where it is plain ASCII, else in encoded words of up to 75 characters (RFC 2047).
    static func encodedWords(_ text: String) -> String {
        let text = MessageText.onOneLine(text)
        if text.utf8.count <= 60, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !text.contains("=?") {
            return text
        }
        var words: [[UInt8]] = [[]]
        for character in text {
            let bytes = Array(String(character).utf8)
            // 45 bytes are 60 signs of base64; no character may lie in two words.
            if let last = words.last, last.count + bytes.count > 45, !last.isEmpty { words.append([]) }
            words[words.count - 1] += bytes.prefix(45)
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// RFC 5322, section 3.3.
    static func date(_ moment: Timestamp) -> String {
        HTTPDate.text(moment).replacing("GMT", with: "+0000")
    }

    private var html: String {
        let rows = text.lines.map { line in
            "<tr><th align=\"left\" valign=\"top\">\(Self.escaped(line.label))</th>"
                + "<td>\(Self.escaped(line.value))</td></tr>"
        }
        let said = text.body.map { "<p>\(Self.escaped($0))</p>" } ?? ""
        let table = rows.isEmpty ? "" : "<table cellpadding=\"4\">\(rows.joined())</table>"
        let link = text.link.map {
            "<p><a href=\"\(Self.escaped($0))\">\(Self.escaped(text.linkLabel))</a></p>"
        }
        return "<!doctype html><html lang=\"\(language.rawValue)\"><body>"
            + "<h2>\(Self.escaped(text.headline))</h2>\(said)\(table)\(link ?? "")"
            + "<p><small>\(Self.escaped(text.footer))</small></p></body></html>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
