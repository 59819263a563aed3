import Contract
import HTTPTypes
import Hummingbird

extension Call {
    /// The front door named by `X-Skillyard-Source`, and the `Idempotency-Key`.
    ///
    /// - Throws: ``Problem`` that names every header at fault; they are pointed at as `header:Name`.
    func commandHeaders() throws(Problem) -> (source: CommandSource, idempotencyKey: String?) {
        var faults = FaultList()
        var source = CommandSource.api
        if let text = request.headers[.source] {
            if let known = CommandSource(rawValue: text) {
                source = known
            } else {
                faults.add(
                    "header:X-Skillyard-Source",
                    .choice,
                    "One of \(names(of: CommandSource.self)) is expected."
                )
            }
        }
        let key = request.headers[.idempotencyKey]
        if let key, !(1...255).contains(key.utf8.count) || !key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            faults.add("header:Idempotency-Key", .format, "1 to 255 visible ASCII characters are expected.")
        }
        try faults.check()
        return (source, key)
    }
}
