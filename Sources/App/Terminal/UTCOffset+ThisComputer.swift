package import Contract
import Glibc

extension UTCOffset {
    /// As its clock is set now.
    package static var ofThisComputer: UTCOffset? {
        var now = time(nil)
        var parts = unsafe tm()
        guard unsafe localtime_r(&now, &parts) != nil else { return nil }
        return UTCOffset(seconds: unsafe parts.tm_gmtoff)
    }
}
