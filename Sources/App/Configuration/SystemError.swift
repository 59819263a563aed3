import Glibc

/// What the system said about a file.
package struct SystemError: Error, Equatable, Sendable {
    package let number: Int32
    package let path: String

    package init(number: Int32, path: String) {
        self.number = number
        self.path = path
    }

    package var reason: String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text)
    }
}
