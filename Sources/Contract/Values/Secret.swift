/// Text that must never be shown: printing it, in a message or a debugger, prints something else.
package struct Secret: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// In bytes, of a key that is stored or read; a service account's has about 2,400.
    package static let longest = 64 << 10

    /// The secret itself, for whoever has to send it.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { "[secret]" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Codable {
    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(text)
    }
}
