import Contract
import Domain
import Glibc

/// A system call that failed.
struct PathFailure: Error, Equatable {
    let number: CInt
    /// What was being done, as the middle of a sentence: `could not be read`.
    let what: String

    /// The same for people, who are shown the path.
    func providerFailure(at path: String) -> ProviderFailure {
        switch number {
        case EACCES, EPERM, EROFS:
            ProviderFailure(.permissionDenied, "\(path) \(what): permission denied.")
        case ENOSPC, EDQUOT:
            ProviderFailure(.quotaExceeded, "\(path) \(what): the disk is full.")
        case ELOOP, ENOTDIR:
            ProviderFailure(.conflict, "\(path) \(what): a link or a file stands where a folder should be.")
        case EEXIST, ENOTEMPTY:
            ProviderFailure(.conflict, "\(path) \(what): something else stands there.")
        case ENOENT:
            ProviderFailure(.notFound, "\(path) \(what): it does not exist.")
        case ETIMEDOUT:
            ProviderFailure(.timeout, "\(path) \(what) in time.")
        case EIO, EMFILE, ENFILE, EINTR, EAGAIN, ESTALE:
            ProviderFailure(.providerUnavailable, "\(path) \(what): the disk or the system did not answer.")
        default:
            ProviderFailure(.internal, "\(path) \(what) (system error \(number)).")
        }
    }
}
