import Contract
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// A message that appears for a while beside the page.
struct Toast: Encodable, Sendable {
    enum Kind: String, Encodable, Sendable {
        case ok
        case warn
        case fail
    }

    let kind: Kind
    let text: String
}

extension Visit {
    /// A whole page.
    func page(
        _ template: String,
        title: String,
        active: Section? = nil,
        status: HTTPResponse.Status = .ok,
        _ model: Any
    ) throws -> Response {
        let content = try site.templates.render(template, scope(model))
        let layout = Layout(visit: self, title: title, active: active, content: content)
        return html(try site.templates.render("layout/page", scope(layout)), status: status)
    }

    /// A part of a page, for an element that is there already.
    ///
    /// - Parameters:
    ///   - template: What it is made with.
    ///   - status: As HTTP has it.
    ///   - headers: Further ones.
    ///   - events: What the page is told once the part is in its place: `modal:close`.
    ///   - toast: A message beside the page.
    ///   - model: What the template reads as `m`.
    /// - Returns: The answer.
    /// - Throws: ``PageTemplates/Missing``.
    func part(
        _ template: String,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:],
        events: [String] = [],
        toast: Toast? = nil,
        _ model: Any
    ) throws -> Response {
        var headers = headers
        var trigger: [String: Toast?] = [:]
        for event in events { trigger[event] = .some(nil) }
        if let toast { trigger["toast"] = toast }
        if !trigger.isEmpty { headers[.hxTriggerAfterSwap] = Self.trigger(trigger) }
        return html(try site.templates.render(template, scope(model)), status: status, headers: headers)
    }

    /// Nothing to show but events for the page: `modal:close`, a toast.
    func signal(_ events: [String], toast: Toast? = nil) -> Response {
        var trigger: [String: Toast?] = [:]
        for event in events { trigger[event] = .some(nil) }
        if let toast { trigger["toast"] = toast }
        return Response(status: .noContent, headers: [.hxTrigger: Self.trigger(trigger)])
    }

    /// Sends the browser elsewhere: a page by 303, a fragment by asking htmx to go there.
    func redirect(to address: String) -> Response {
        if isPartial { return Response(status: .noContent, headers: [.hxRedirect: address]) }
        return Response(status: .seeOther, headers: [.location: address])
    }

    /// What every template sees: its model as `m`, the words as `t`, where static files lie.
    private func scope(_ model: Any) -> [String: Any] {
        ["m": model, "t": words.tree, "base": site.assets.base, "sprite": site.assets.base + "/icons.svg"]
    }

    private func html(_ text: String, status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.vary] = "HX-Request, HX-Target, Cookie, Accept-Language, Accept-Encoding"
        headers.addPagePolicy()
        var body = ByteBuffer(string: text)
        if acceptsGzip, let packed = Gzip.pack(body.readableBytesView) {
            headers[.contentEncoding] = "gzip"
            body = ByteBuffer(bytes: packed)
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    var acceptsGzip: Bool { AcceptEncoding.takesGzip(request.headers[.acceptEncoding]) }

    /// JSON in ASCII, as a header must be.
    private static func trigger(_ events: [String: Toast?]) -> String {
        guard let data = try? JSONEncoder().encode(events) else { return "{}" }
        return String(decoding: data, as: UTF8.self).unicodeScalars.map { scalar in
            scalar.isASCII
                ? String(scalar)
                : Character(scalar).utf16.map { "\\u" + hex($0) }.joined()
        }.joined()
    }

    private static func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension HTTPFields {
    /// What a page may load and who may frame it: everything from here, nothing inline.
    mutating func addPagePolicy() {
        self[.contentSecurityPolicy] = """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
            connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
            manifest-src 'self'
            """
        self[.referrerPolicy] = "same-origin"
        self[.crossOriginOpenerPolicy] = "same-origin"
        self[.cacheControl] = "no-store"
    }
    /// What every answer says, where its route has not decided otherwise; what only bears on documents is left out of
    /// the two dozen files of a page, where it would weigh as much as a module.
    mutating func addSafeDefaults() {
        var defaults: HTTPFields = [
            .contentTypeOptions: "nosniff", .crossOriginResourcePolicy: "same-origin",
        ]
        let isDocument = self[.contentType].map { $0.hasPrefix("text/html") } ?? true
        if isDocument {
            defaults[.referrerPolicy] = "same-origin"
            defaults[.crossOriginOpenerPolicy] = "same-origin"
            defaults[.permissionsPolicy] = Self.nothingPermitted
        }
        for field in defaults where !contains(field.name) { self[field.name] = field.value }
    }

    /// Features of the browser that no page of ours uses (W3C Permissions Policy).
    private static let nothingPermitted = [
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone",
        "payment", "usb",
    ].map { "\($0)=()" }.joined(separator: ", ")
}
