import AsyncHTTPClient
import Contract
package import Domain
import NIOCore
import NIOHTTP1
package import NIOSSL

/// Fetches a skill by `https` from hosts that anybody can reach.
///
/// A host is resolved once, and the connection goes to an address that was looked at: what the name leads to later
/// is not asked. The certificate is checked for the name. Nothing is sent along but the address itself.
package struct HTTPSDownload: SkillDownload {
    package struct Limits: Sendable {
        /// Of what comes, in bytes.
        package var bytes = SkillImport.maximumBytes
        /// For all of it: names, redirects, connections, content.
        package var time = Duration.seconds(60)
        package var redirects = 3

        package init() {}
    }

    private let hosts: AllowedHosts
    private let rules: AddressRules
    private let resolver: any HostResolver
    private let limits: Limits
    private let tls: TLSConfiguration

    package init(
        hosts: AllowedHosts,
        rules: AddressRules = AddressRules(),
        resolver: any HostResolver = SystemResolver(),
        limits: Limits = Limits(),
        tls: TLSConfiguration = Self.currentTLS
    ) {
        self.hosts = hosts
        self.rules = rules
        self.resolver = resolver
        self.limits = limits
        self.tls = tls
    }

    /// Without the versions that RFC 8996 retired.
    package static var currentTLS: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }

    package func place(of url: String) -> String? {
        do throws(ImportAddress.Refused) { return try ImportAddress(url).place } catch { return nil }
    }

    package func skill(from url: String) async throws(ImportRefusal) -> DownloadedSkill {
        let seconds = limits.time.components.seconds
        let sentence: Phrase = "The address did not answer in \(seconds, as: "seconds") s."
        let interrupted = ImportRefusal(as: "interrupted", "The import was interrupted.")
        return try await TimeLimit.abandoning(
            after: limits.time,
            late: .failure(ImportRefusal(as: "time", sentence)),
            canceled: .failure(interrupted)
        ) { await outcome(url) }.get()
    }

    private func outcome(_ url: String) async -> Result<DownloadedSkill, ImportRefusal> {
        do throws(ImportRefusal) { return .success(try await fetch(url)) } catch { return .failure(error) }
    }

    private func fetch(_ url: String) async throws(ImportRefusal) -> DownloadedSkill {
        var address = try checked { () throws(ImportAddress.Refused) in try ImportAddress(url) }
        for _ in 0...limits.redirects {
            switch try await reply(from: address) {
            case .content(let bytes, let isText):
                let upload = try upload(bytes, isText: isText, from: address)
                return DownloadedSkill(upload: upload, place: address.place)
            case .elsewhere(let location):
                let present = address
                address = try checked { () throws(ImportAddress.Refused) in try present.following(location) }
            }
        }
        throw ImportRefusal(
            as: "redirects",
            "The address redirects more than \(limits.redirects, as: "limit") times."
        )
    }

    private func checked(
        _ read: () throws(ImportAddress.Refused) -> ImportAddress
    ) throws(ImportRefusal) -> ImportAddress {
        let address: ImportAddress
        do throws(ImportAddress.Refused) { address = try read() } catch { throw ImportRefusal(error) }
        guard hosts.contain(address) else {
            let place = address.host + (address.port == 443 ? "" : ":\(address.port)")
            throw ImportRefusal(
                as: "host",
                "\(place, as: "host") is not among the hosts that this server fetches from."
            )
        }
        return address
    }

    private func upload(
        _ bytes: [UInt8],
        isText: Bool,
        from address: ImportAddress
    ) throws(ImportRefusal) -> SkillUpload {
        guard isText || address.filename.lowercased().hasSuffix(".md") else {
            return SkillUpload(content: .archive(bytes), filename: address.filename)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ImportRefusal(as: "text", "What stands at the address is no text in UTF-8.")
        }
        return SkillUpload(content: .text(text), filename: address.filename)
    }

    private enum Reply {
        case content([UInt8], isText: Bool)
        case elsewhere(String)
    }

    /// Every address of the host has to be allowed: whoever names one that is not means harm or has a fault.
    private func reply(from address: ImportAddress) async throws(ImportRefusal) -> Reply {
        let found = await resolver.addresses(of: address.host)
        guard let chosen = found.first else {
            throw ImportRefusal(as: "no_host", "There is no host \(address.host, as: "host").")
        }
        guard found.allSatisfy(rules.allows) else {
            throw ImportRefusal(
                as: "not_public",
                "\(address.host, as: "host") has an address that is not on the public Internet."
            )
        }
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: configuration(connectingTo: chosen, for: address.host)
        )
        let outcome: Result<Reply, ImportRefusal>
        do throws(ImportRefusal) {
            outcome = .success(try await exchange(address, client))
        } catch {
            outcome = .failure(error)
        }
        // A connection that will not close is given up; what came over it stands.
        try? await client.shutdown()
        return try outcome.get()
    }

    private func configuration(
        connectingTo address: IPAddress,
        for host: String
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10)),
            decompression: .disabled
        )
        configuration.dnsOverride = [host: address.description]
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }

    private func exchange(_ address: ImportAddress, _ client: HTTPClient) async throws(ImportRefusal) -> Reply
    {
        var request = HTTPClientRequest(url: address.text)
        request.headers = ["user-agent": "skillyard", "accept": "*/*"]
        let seconds = limits.time.components.seconds + 1
        let deadline = NIODeadline.now() + .seconds(seconds)
        do {
            let response = try await client.execute(request, deadline: deadline)
            let headers = response.headers
            switch response.status.code {
            case 200: break
            case 301, 302, 303, 307, 308:
                guard let location = headers.first(name: "location") else {
                    throw ImportRefusal(
                        as: "no_location",
                        "\(address.host, as: "host") redirects without saying where to."
                    )
                }
                return .elsewhere(location)
            case let status:
                throw ImportRefusal(
                    as: "status",
                    "\(address.host, as: "host") answered \(status, as: "status")."
                )
            }
            if let announced = headers.first(name: "content-length").flatMap({ Int($0) }) {
                guard announced <= limits.bytes else { throw tooLarge }
            }
            let body = try await response.body.collect(upTo: limits.bytes)
            // A cancelled task sees its stream end early instead of an error.
            try Task.checkCancellation()
            let type = headers.first(name: "content-type")?.prefix { $0 != ";" }.lowercased() ?? ""
            return .content(Array(body.readableBytesView), isText: type == "text/markdown")
        } catch let refusal as ImportRefusal {
            throw refusal
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch {
            throw ImportRefusal(
                as: "unreachable",
                "\(address.host, as: "host") could not be reached by https, or broke off."
            )
        }
    }

    private var tooLarge: ImportRefusal {
        ImportRefusal(
            as: "too_large",
            "What stands at the address is larger than \(limits.bytes, as: "limit") bytes."
        )
    }
}
