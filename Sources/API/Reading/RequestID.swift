import Contract
import HTTPTypes
import Hummingbird

/// The id of a request: the caller's own where it is fit for logs, or else that of the trace it belongs to, or else a
/// new one.
enum RequestID {
    static func of(_ request: Request, now: @Sendable () -> Timestamp) -> String {
        if let own = request.headers[.requestID], (1...128).contains(own.utf8.count),
            own.utf8.allSatisfy(isSane)
        {
            return own
        }
        return TraceParent(of: request)?.traceID ?? UUIDv7.make(at: now())
    }

    private static func isSane(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension TraceParent {
    /// The place in a trace that a request comes from; nil where it names none, or none that is valid.
    init?(of request: Request) {
        guard let header = request.headers[.traceParent] else { return nil }
        self.init(header)
    }
}
