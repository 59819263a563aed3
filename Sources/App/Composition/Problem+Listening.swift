import Contract
import Glibc
import NIOCore

extension Problem {
    /// What to do when a port cannot be listened on; any other error as it is.
    static func listening(
        _ error: any Error,
        on host: String,
        _ port: Int,
        _ setting: Setting
    ) -> any Error {
        guard let error = error as? IOError else { return error }
        let place = "Port \(port) of \(host)"
        switch error.errnoCode {
        case EADDRINUSE:
            return Problem(
                .unavailable,
                "\(place) is in use: stop the program that holds it, or name another with \(setting.name)."
            )
        case EACCES:
            return Problem(
                .unavailable,
                "\(place) is closed to this user: name one above 1023 with \(setting.name)."
            )
        default:
            return Problem(
                .unavailable,
                "\(place) cannot be listened on: \(SystemError(number: error.errnoCode, path: host).reason)."
            )
        }
    }
}
