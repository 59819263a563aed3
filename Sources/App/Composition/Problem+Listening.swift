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
        if error is SocketAddressError.UnknownHost {
            return Problem(
                .unavailable,
                "No address belongs to \(host): name another with \(Setting.host.name)."
            )
        }
        guard let error = error as? IOError else { return error }
        return Problem(.unavailable, sentence(error.errnoCode, host, port, setting))
    }

    private static func sentence(_ number: CInt, _ host: String, _ port: Int, _ setting: Setting) -> String {
        let place = "Port \(port) of \(host)"
        return switch number {
        case EADDRINUSE:
            "\(place) is in use: stop the program that holds it, or name another with \(setting.name)."
        case EACCES:
            "\(place) is closed to this user: name one above 1023 with \(setting.name)."
        case EADDRNOTAVAIL:
            "\(host) is no address of this machine: name another with \(Setting.host.name)."
        default:
            "\(place) cannot be listened on: \(SystemError(number: number, path: host).reason)."
        }
    }
}
