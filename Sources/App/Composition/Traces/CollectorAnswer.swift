import FoundationEssentials
import NIOHTTP1

extension SpanExporter.Settings {
    /// When a collector wants to be asked again (RFC 9110, section 10.2.3), within what is waited for.
    ///
    /// OTLP asks for seconds; a date is left to the usual pauses.
    func hint(in headers: HTTPHeaders) -> Duration? {
        guard let text = headers.first(name: "retry-after"), let seconds = Double(text), seconds >= 0 else {
            return nil
        }
        return .seconds(min(seconds, longestPause / .seconds(1)))
    }

    /// How long to wait before the next try: up to half as long again, so that nodes that were refused together do not
    /// come back together.
    func wait(_ pause: Duration, hint: Duration?, jitter: Double) -> Duration {
        max(pause, hint ?? .zero) * (1 + jitter / 2)
    }
}

/// What a collector says of a batch that it took in part.
struct PartialSuccess: Decodable {
    struct Part: Decodable { let rejectedSpans: Count? }

    /// A whole number of 64 bits, which JSON has as text; some write a number.
    enum Count: Decodable {
        case known(Int)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Int.self) {
                self = .known(number)
            } else {
                self = .known(Int(try value.decode(String.self)) ?? 0)
            }
        }
    }

    let partialSuccess: Part?

    /// An answer that cannot be read refuses nothing.
    static func refused(in body: Data) -> Int {
        guard let answer = try? JSONDecoder().decode(PartialSuccess.self, from: body),
            case .known(let count)? = answer.partialSuccess?.rejectedSpans
        else { return 0 }
        return max(0, count)
    }
}
