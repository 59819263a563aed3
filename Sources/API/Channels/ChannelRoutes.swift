package import Contract
import HTTPTypes
import Hummingbird
package import Requests

extension APISite {
    static let listChannels: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        try query.finish()
        return try call.json(try await plane.channels())
    }

    static let getChannel: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let channel = try await plane.channel(try call.channelID())
        return try call.json(channel, headers: .tagged(channel.revision))
    }

    static let putChannel: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.channelID()
        let precondition = try call.ifMatchOrNone()
        let change = try await call.body(as: ChannelChange.self)
        let result = try await plane.putChannel(id, change, if: precondition)
        var headers: HTTPFields = .tagged(result.saved.channel.revision)
        headers[.location] = "/api/channels/\(id)"
        return try call.json(result.saved, status: result.created ? .created : .ok, headers: headers)
    }

    static let removeChannel: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = try call.channelID()
        return try call.json(try await plane.removeChannel(id, if: try call.ifMatch()))
    }

    static let testChannel: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        try call.json(try await plane.testChannel(try call.channelID()))
    }

    static let listDeliveries: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        var query = QueryReader(call.request)
        let wanted = DeliveryQuery(
            channel: query.channelID("channel"),
            alert: query.alertID("alert"),
            state: query.choice("state", of: DeliveryState.self),
            page: query.page()
        )
        try query.finish()
        return try call.json(try await plane.deliveries(wanted))
    }

    static let replayDelivery: @Sendable (Call, any ControlPlane) async throws -> Response = { call, plane in
        let id = DeliveryID(rawValue: try call.uuid(of: "delivery"))
        return try call.json(try await plane.replayDelivery(id))
    }
}

extension Call {
    fileprivate func channelID() throws(Problem) -> ChannelID {
        do throws(Problem) { return ChannelID(rawValue: try providerID().rawValue) } catch {
            throw Problem(.notFound, "There is no such channel: \(Grammar.providerIDRule)")
        }
    }
}

extension ChannelChange: Readable {
    package init?(reading object: inout ObjectReader) {
        let name = object.requiredText("name", 1...100)
        let kind = object.require("kind") ? object.choice("kind", of: ChannelKind.self) : nil
        let enabled = object.flag("enabled")
        let language = object.choice("language", of: ChannelLanguage.self)
        let mostRecipients = ChannelSettings.maximumRecipients
        let recipients = object.list("recipients", upTo: mostRecipients, rule: "A mail address is expected.")
        {
            (3...254).contains($0.utf8.count)
        }
        let severities = object.list(
            "severities",
            upTo: AlertSeverity.allCases.count,
            rule: "One of \(names(of: AlertSeverity.self)) is expected."
        ) { AlertSeverity(rawValue: $0) != nil }
        let rules = object.list("rules", upTo: ChannelSettings.maximumRules, rule: Grammar.providerIDRule) {
            Grammar.isProviderID($0)
        }
        let escalation = object.integer("escalate_minutes", ChannelSettings.escalations)
        let onlyEscalated = object.flag("only_escalated")
        let url = object.text("url", 1...2000)
        let signingSecret = object.text("signing_secret", 1...200)
        guard let name, let kind else { return nil }
        self.init(
            settings: ChannelSettings(
                name: name,
                kind: kind,
                enabled: enabled ?? true,
                language: language ?? .en,
                recipients: recipients,
                severities: severities.compactMap(AlertSeverity.init),
                rules: rules.map { AlertRuleID(rawValue: $0) },
                escalateMinutes: escalation,
                onlyEscalated: onlyEscalated ?? false
            ),
            url: url.map { Secret($0) },
            signingSecret: signingSecret.map { Secret($0) }
        )
    }
}

extension ObjectReader {
    /// Texts, none where nobody named any.
    fileprivate mutating func list(
        _ name: String,
        upTo most: Int,
        rule: String,
        _ isWellFormed: (String) -> Bool
    ) -> [String] {
        guard has(name) else { return [] }
        return texts(name, count: 0...most, rule: rule, where: isWellFormed) ?? []
    }
}
