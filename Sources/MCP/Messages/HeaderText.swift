import FoundationEssentials
import HTTPTypes

/// Text in a header: as it is, or as `=?base64?…?=` where it is not plain ASCII.
enum HeaderText {
    /// Nil for Base64 that is broken or not UTF-8.
    static func decoded(_ header: String) -> String? {
        guard header.hasPrefix("=?base64?"), header.hasSuffix("?="), header.utf8.count >= 11 else {
            return header
        }
        let payload = String(header.dropFirst(9).dropLast(2))
        guard let data = Data(base64Encoded: payload), data.base64EncodedString() == payload else {
            return nil
        }
        return String(validating: data, as: UTF8.self)
    }
}

extension HTTPField.Name {
    static let protocolVersion = named("MCP-Protocol-Version")
    static let mcpSession = named("Mcp-Session-Id")
    static let mcpMethod = named("Mcp-Method")
    static let mcpName = named("Mcp-Name")
    static let accelBuffering = named("X-Accel-Buffering")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return name
    }
}
