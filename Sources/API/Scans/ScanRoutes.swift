package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    /// JSON, or SARIF where `?format=sarif` or the Accept header asks for it.
    static let getScan: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (name, number) = (try call.skillName(), try call.versionNumber())
        let format = try call.scanFormat()
        let scan = try await plane.scan(version: number, of: name)
        guard format == .sarif else { return try call.json(scan) }
        var response = try call.json(SARIFLog(scan.report, waivers: scan.waivers))
        response.headers[.contentType] = SARIFLog.mediaType
        return response
    }

    static let listWaivers: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (name, number) = (try call.skillName(), try call.versionNumber())
        var query = QueryReader(call.request)
        try query.finish()
        return try call.json(try await plane.waivers(version: number, of: name))
    }

    static let createWaiver: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (name, number) = (try call.skillName(), try call.versionNumber())
        let request = try await call.body(as: WaiverRequest.self)
        let waiver = try await plane.waive(request, version: number, of: name)
        return try call.json(waiver, status: .created)
    }

    static let revokeWaiver: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let (name, number, id) = (try call.skillName(), try call.versionNumber(), try call.waiverID())
        let waiver = try await plane.revokeWaiver(id, version: number, of: name, if: try call.ifMatch())
        return try call.json(waiver, headers: .tagged(waiver.revision))
    }
}

/// The forms in which a scan is answered.
private enum ScanFormat: String, CaseIterable {
    case json
    case sarif
}

extension Call {
    fileprivate func scanFormat() throws(Problem) -> ScanFormat {
        var query = QueryReader(request)
        let format = query.choice("format", of: ScanFormat.self)
        try query.finish()
        if let format { return format }
        return request.headers[.accept]?.lowercased().contains(SARIFLog.mediaType) == true ? .sarif : .json
    }
}

extension WaiverRequest: Readable {
    package init?(reading object: inout ObjectReader) {
        let rule = object.text("rule", 1...64)
        let finding = object.text("finding", 1...64)
        let reason = object.requiredText("reason", 1...1000, multiline: true)
        let expiresAt = object.require("expires_at") ? object.time("expires_at") : nil
        guard let reason, let expiresAt else { return nil }
        self.init(rule: rule, finding: finding, reason: reason, expiresAt: expiresAt)
    }
}
