import FoundationEssentials

extension ProviderSettings {
    /// Scheme, host and port of the address, which a stored credential is bound to; empty for the vendor's own.
    package var origin: String {
        guard let baseURL, let url = URL(string: baseURL), let scheme = url.scheme, let host = url.host()
        else {
            return ""
        }
        let port = url.port.map { ":\($0)" } ?? ""
        return "\(scheme)://\(host)\(port)".lowercased()
    }
}
