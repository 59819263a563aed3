import Contract
import NIOHTTP1

/// When a provider wants to be asked again, from the headers of its refusal.
enum RetryHints {
    /// The wait the headers ask for, by precedence: `retry-after-ms`, `retry-after`, `body` (Google's
    /// RetryInfo), then the reset of whatever limit is used up.
    static func delay(in headers: HTTPHeaders, body: Duration?, at now: Timestamp) -> Duration? {
        if let milliseconds = headers.first(name: "retry-after-ms").flatMap(Double.init), milliseconds >= 0 {
            return seconds(milliseconds / 1000)
        }
        if let text = headers.first(name: "retry-after"), let delay = retryAfter(text, at: now) {
            return delay
        }
        return body ?? reset(in: headers, at: now)
    }

    /// The provider's word on trying again: `x-should-retry`.
    static func shouldRetry(in headers: HTTPHeaders) -> Bool? {
        switch headers.first(name: "x-should-retry")?.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// `Retry-After`: seconds or a date (RFC 9110, section 10.2.3).
    static func retryAfter(_ text: String, at now: Timestamp) -> Duration? {
        if let count = Double(text), count.isFinite { return count >= 0 ? seconds(count) : nil }
        return HTTPDate.timestamp(text).map { max($0 - now, .zero) }
    }

    /// A duration as Go writes it, which OpenAI uses: `1s`, `6m0s`, `120ms`, `1h2m3.5s`.
    static func goDuration(_ text: String) -> Duration? {
        let scales = ["h": 3600.0, "m": 60, "s": 1, "ms": 0.001, "us": 1e-6, "µs": 1e-6, "ns": 1e-9]
        var rest = text[...]
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            let unit = rest.dropFirst(number.count).prefix { $0.isLetter }
            guard let value = Double(number), let scale = scales[String(unit)] else { return nil }
            total += value * scale
            rest = rest.dropFirst(number.count + unit.count)
        }
        return seconds(total)
    }

    /// The longest reset among the limits that have nothing remaining.
    ///
    /// OpenAI writes `x-ratelimit-reset-requests: 6m0s`, Claude
    /// `anthropic-ratelimit-requests-reset: 2026-11-22T10:00:00Z`.
    private static func reset(in headers: HTTPHeaders, at now: Timestamp) -> Duration? {
        var longest: Duration?
        for (name, value) in headers {
            let name = name.lowercased()
            guard name.contains("ratelimit"), name.contains("reset"),
                headers.first(name: name.replacing("reset", with: "remaining")).map({ $0 == "0" }) ?? true,
                let delay = goDuration(value) ?? Timestamp(value).map({ max($0 - now, .zero) })
            else { continue }
            longest = max(longest ?? .zero, delay)
        }
        return longest
    }

    /// Far-off values would not fit into a duration's microseconds; nobody waits longer than a year.
    private static func seconds(_ count: Double) -> Duration {
        .microseconds(Int64(min(count, 366 * 86_400) * 1_000_000))
    }
}
