import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Styles, scripts and pictures, held in memory and served under an address that changes with any of them.
struct StaticAssets: Sendable {
    private struct Asset: Sendable {
        let type: String
        let plain: ByteBuffer
        let packed: ByteBuffer?
    }

    /// `/static/<revision>`: imports between modules are relative, so one revision covers the whole tree.
    let base: String
    private let assets: [String: Asset]

    /// The one file that is not ours: htmx, fetched at set-up and pinned by this hash.
    private static let htmx = (
        name: "vendor/htmx.js",
        sha256: "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"
    )

    /// - Throws: ``WebSite/Unusable`` when htmx is missing or another file than the one that was reviewed.
    init() throws(WebSite.Unusable) {
        let files = try WebFiles.all(in: "Static").filter { Self.type(of: $0.name) != nil }
        guard let htmx = files.first(where: { $0.name == Self.htmx.name }) else {
            throw WebSite.Unusable(detail: "\(Self.htmx.name) is missing: run `make setup` and build again.")
        }
        guard Self.hex(SHA256.hash(data: htmx.content)) == Self.htmx.sha256 else {
            throw WebSite.Unusable(
                detail:
                    "\(Self.htmx.name) is not the file that was reviewed: run `make setup` and build again."
            )
        }
        var tree = SHA256()
        var assets: [String: Asset] = [:]
        for file in files {
            let content = Self.sent(file.name, file.content)
            tree.update(data: Array(file.name.utf8))
            tree.update(data: content)
            assets[file.name] = Asset(
                type: Self.type(of: file.name) ?? "",
                plain: ByteBuffer(bytes: content),
                packed: Gzip.pack(content).map { ByteBuffer(bytes: $0) }
            )
        }
        let base = "/static/\(Self.hex(tree.finalize()).prefix(12))"
        self.base = base
        self.assets = assets
    }

    private static func sent(_ name: String, _ content: [UInt8]) -> [UInt8] {
        guard name.hasPrefix("js/") else { return content }
        return Array(ScriptText.withoutComments(String(decoding: content, as: UTF8.self)).utf8)
    }

    /// The address of `css/<folder>.css`, where there is one.
    func style(of folder: String) -> String? {
        let name = "css/\(folder).css"
        return assets[name] == nil ? nil : "\(base)/\(name)"
    }

    /// The module `js/<folder>/page.js`, where there is one.
    func module(of folder: String) -> String? {
        let name = "js/\(folder)/page.js"
        return assets[name] == nil ? nil : "\(base)/\(name)"
    }

    /// The addresses of the modules that a page of this part of the site needs, to be loaded ahead: what lies in
    /// `js/` is for all pages, a folder below it for one section; what lies in `lazy/` is fetched when it is needed.
    func modules(for part: String?) -> [String] {
        assets.keys.sorted().filter { name in
            guard name.hasPrefix("js/"), !name.contains("/lazy/") else { return false }
            let folder = name.dropFirst("js/".count).split(separator: "/").dropLast().first
            return folder == nil || folder.map(String.init) == part
        }.map { "\(base)/\($0)" }
    }

    func has(_ path: String) -> Bool { asset(at: path) != nil }

    private func asset(at path: String) -> Asset? {
        path.hasPrefix(base + "/") ? assets[String(path.dropFirst(base.count + 1))] : nil
    }

    func response(to path: String, gzip: Bool) -> Response? {
        guard let asset = asset(at: path) else { return nil }
        var headers: HTTPFields = [
            .contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable",
            .vary: "Accept-Encoding",
        ]
        if gzip, let packed = asset.packed {
            headers[.contentEncoding] = "gzip"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: packed))
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.plain))
    }

    private static func type(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: nil
        }
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension WebSite {
    static let staticFile: @Sendable (Visit) async throws -> Response = { visit in
        guard let file = visit.site.assets.response(to: visit.request.uri.path, gzip: visit.acceptsGzip)
        else {
            throw HTTPError(.notFound)
        }
        return file
    }
}
