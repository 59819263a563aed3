import Foundation

/// A port of the loopback address that nobody listens on.
func freeLoopbackPort() throws -> Int {
    let (socket, port) = try listenOnLoopback()
    close(socket)
    return port
}

/// A socket that listens on a free port of the loopback address.
func listenOnLoopback() throws -> (socket: Int32, port: Int) {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    var address = loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
                && listen(socket, 128) == 0
        }
    }
    guard isListening else { throw FixtureError(description: "there is no free port") }
    return (socket, Int(UInt16(bigEndian: address.sin_port)))
}

func connectToLoopback(_ port: Int) throws -> Int32 {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    var address = loopback(port: port)
    let isConnected = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            connect(socket, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
    guard isConnected else {
        close(socket)
        throw FixtureError(description: "nobody listens on port \(port)")
    }
    return socket
}

private func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    return address
}
