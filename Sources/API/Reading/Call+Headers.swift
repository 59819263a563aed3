import Contract
import HTTPTypes
import Hummingbird
import Requests

extension Call {
    /// The front door named by `X-Skillyard-Source`, and the `Idempotency-Key`.
    ///
    /// - Throws: ``Problem`` that names every header at fault; they are pointed at as `header:Name`.
    func commandHeaders() throws(Problem) -> (source: CommandSource, idempotencyKey: String?) {
        var faults = FaultList()
        let source = checkedSource(&faults)
        let key = request.headers[.idempotencyKey]
        if let key, !(1...255).contains(key.utf8.count) || !key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            faults.add("header:Idempotency-Key", .format, "1 to 255 visible ASCII characters are expected.")
        }
        try faults.check()
        return (source, key)
    }

    /// - Throws: ``Problem`` when `X-Skillyard-Source` names no front door.
    func checkSource() throws(Problem) {
        var faults = FaultList()
        _ = checkedSource(&faults)
        try faults.check()
    }

    private func checkedSource(_ faults: inout FaultList) -> CommandSource {
        guard let text = request.headers[.source] else { return .api }
        if let known = CommandSource(rawValue: text) { return known }
        faults.add(
            "header:X-Skillyard-Source",
            .choice,
            "One of \(names(of: CommandSource.self)) is expected."
        )
        return .api
    }
}
