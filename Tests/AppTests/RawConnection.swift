import Foundation

/// A client's connection that says only what it is told to, and that closes with its last reference.
final class RawConnection: Sendable {
    private let descriptor: Int32

    /// - Parameters:
    ///   - port: On the loopback address.
    ///   - text: What it says at once.
    ///   - receiveBuffer: How many bytes may wait for this side to read them, about; the system's choice unless told.
    /// - Throws: When nobody listens there.
    init(port: Int, sending text: String, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
        if var size = receiveBuffer {
            let length = socklen_t(MemoryLayout<Int32>.size)
            guard unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, length) == 0 else {
                throw CocoaError(.featureUnsupported)
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, size) == 0
            }
        }
        let bytes = Array(text.utf8)
        guard connected, unsafe send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0 else {
            throw CocoaError(.fileReadUnknown)
        }
    }

    /// Waits for the next bytes, and holds up its thread meanwhile.
    ///
    /// - Returns: The bytes; none when the other side has hung up.
    func receive() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    /// Ends the connection, and with it any ``receive()``.
    func hangUp() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    deinit { close(descriptor) }
}
