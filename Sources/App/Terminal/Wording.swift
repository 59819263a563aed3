package import Contract

extension Duration {
    /// Rounded to what a person needs: `0.4 s`, `12 s`, `3 min`, `5 h`, `9 d`.
    package var brief: String {
        let milliseconds = max(0, wholeMicroseconds / 1000)
        let seconds = milliseconds / 1000
        return switch seconds {
        case ..<10: "\(seconds).\(milliseconds % 1000 / 100) s"
        case ..<120: "\(seconds) s"
        case ..<7200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}

extension Timestamp {
    /// How long ago it was: `3 min ago`.
    package func ago(at now: Timestamp) -> String {
        self > now ? "in \((self - now).brief)" : "\((now - self).brief) ago"
    }

    /// To the second, in UTC: `2026-11-22 10:00:00Z`.
    package var toTheSecond: String {
        description.prefix(19).map { $0 == "T" ? " " : String($0) }.joined() + "Z"
    }
}

/// A number of bytes as people read it: `512 B`, `12.3 kB`, `4.0 MB` (powers of 1000).
package func byteCount(_ bytes: Int) -> String {
    var unit = "B"
    var tenths = bytes * 10
    for next in ["kB", "MB", "GB"] where tenths >= 10_000 {
        unit = next
        tenths /= 1000
    }
    return unit == "B" ? "\(bytes) B" : "\(tenths / 10).\(tenths % 10) \(unit)"
}
