#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How many files and sockets this process may have open at once.
enum DescriptorLimit {
    /// More than this nobody here needs, and some programs start slowly when the limit is in the millions.
    private static let enough: rlim_t = 65_536

    /// Raises the soft limit as far as the hard one lets it.
    ///
    /// - Returns: The limit now in force.
    static func raise() -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        guard unsafe getrlimit(resource, &limit) == 0 else { return 256 }
        let wanted = max(limit.rlim_cur, min(limit.rlim_max, enough))
        var raised = limit
        raised.rlim_cur = wanted
        if unsafe setrlimit(resource, &raised) == 0 { limit = raised }
        return Int(min(limit.rlim_cur, enough))
    }
}
