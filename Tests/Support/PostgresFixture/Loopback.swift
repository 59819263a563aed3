import Foundation
import Synchronization

private let portsTried = Atomic<Int>(.random(in: 0..<500))

/// A port of the loopback address that nobody listens on, for whoever begins to listen there a while later.
///
/// Nobody else gets it meanwhile: it lies below those that Linux gives to whoever wants any, and in a range of this
/// process's own.
package func freeLoopbackPort() throws -> Int {
    let (first, count) = (10_000 + Int(getpid() % 40) * 500, 500)
    for _ in 0..<count {
        let port = first + portsTried.wrappingAdd(1, ordering: .relaxed).oldValue % count
        guard let listening = try? listenOnLoopback(port: port) else { continue }
        close(listening.socket)
        return port
    }
    throw FixtureError(description: "there is no free port")
}

/// A socket that listens on a port of the loopback address: on any, unless one is named.
package func listenOnLoopback(port: Int = 0) throws -> (socket: Int32, port: Int) {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    var address = loopback(port: port)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
                && listen(socket, 128) == 0
        }
    }
    guard isListening else {
        close(socket)
        throw FixtureError(description: "there is no free port")
    }
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
