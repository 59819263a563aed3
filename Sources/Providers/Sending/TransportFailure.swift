import AsyncHTTPClient
import Contract
import Domain
import Glibc
import NIOCore
import NIOPosix

/// What a broken exchange means: whether the request can have reached the provider.
enum TransportFailure {
    /// The task was cancelled before anything was sent.
    static var interrupted: ProviderFailure {
        ProviderFailure(.providerUnavailable, "The work was interrupted before anything was sent.")
    }

    static func failure(_ error: any Error, purpose: Outgoing.Purpose, vendor: Vendor) -> ProviderFailure {
        let title = vendor.title
        let cause = Cause(error)
        switch (cause, purpose.changesSomething) {
        case (.unsent, _):
            return ProviderFailure(.providerUnavailable, "\(title) could not be reached.")
        case (.address, _):
            return ProviderFailure(.internal, "The address of \(title) cannot be used.")
        case (_, true):
            return ProviderFailure(.outcomeUnknown, "\(cause.sentence(about: title)); it may have been done.")
        case (.late, false):
            return ProviderFailure(.timeout, cause.sentence(about: title) + ".")
        case (.tooLarge, false):
            return ProviderFailure(.internal, cause.sentence(about: title) + ".")
        case (.interrupted, false), (.broken, false):
            return ProviderFailure(.providerUnavailable, cause.sentence(about: title) + ".")
        }
    }

    private enum Cause {
        /// Surely nothing was written; everything doubtful counts as sent.
        case unsent
        case address
        case late
        case tooLarge
        case interrupted
        case broken

        init(_ error: any Error) {
            switch error {
            case is NIOConnectionError: self = .unsent
            case is NIOTooManyBytesError: self = .tooLarge
            case is CancellationError: self = .interrupted
            case let error as IOError:
                let numbers = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL]
                self = numbers.contains(error.errnoCode) ? .unsent : .broken
            case let error as HTTPClientError: self.init(error)
            default: self = .broken
            }
        }

        private init(_ error: HTTPClientError) {
            switch error {
            case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .alreadyShutdown:
                self = .unsent
            case .invalidURL, .emptyHost, .emptyScheme: self = .address
            case .deadlineExceeded, .readTimeout, .writeTimeout: self = .late
            case .cancelled: self = .interrupted
            default: self = .broken
            }
        }

        func sentence(about title: String) -> String {
            switch self {
            case .unsent: "\(title) could not be reached"
            case .address: "The address of \(title) cannot be used"
            case .late: "\(title) did not answer in time"
            case .tooLarge: "\(title) sent a larger answer than allowed"
            case .interrupted: "The work was interrupted while \(title) was at it"
            case .broken: "The connection to \(title) broke before its answer came"
            }
        }
    }
}
