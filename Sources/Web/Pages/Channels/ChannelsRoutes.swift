import Contract
import Hummingbird

extension WebSite {
    static let channelRoutes: [Route] = [
        .get("/settings/channels") { visit, plane in try await visit.channels(plane) },
        .get("/settings/channels/new", newChannel),
        .post("/settings/channels", addChannel),
        .get("/settings/channels/:id", channelPage),
        .post("/settings/channels/:id", putChannel),
        .post("/settings/channels/:id/test", testChannel),
        .get("/settings/channels/:id/remove", confirmRemoval),
        .post("/settings/channels/:id/remove", removeChannel),
        .post("/settings/deliveries/:id/replay", replayDelivery),
    ]

    private static let newChannel: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let form = visit.query.choice("kind").map { ChannelForm(kind: $0, visit) }
        return try await visit.channel(nil, form, plane)
    }

    private static let channelPage: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let channel = try await plane.channel(try visit.channelID())
        return try await visit.channel(channel, ChannelForm(channel), plane)
    }

    private static let addChannel: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        try await visit.save(nil, ChannelForm(try await visit.form()), plane)
    }

    private static let putChannel: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let channel = try await plane.channel(try visit.channelID())
        return try await visit.save(channel, ChannelForm(try await visit.form()), plane)
    }

    private static let testChannel: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let id = try visit.channelID()
        _ = try await plane.testChannel(id)
        let address = Address("/settings/channels", ["tested": id.rawValue]).text
        return visit.redirect(to: "\(address)#channel-\(percentEncoded(id.rawValue))")
    }

    private static let confirmRemoval: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let model = ChannelRemovalModel(try await plane.channel(try visit.channelID()), visit)
        if visit.isPartial { return try visit.part("channels/remove", model) }
        return try visit.page("channels/remove-page", title: model.title, active: .settings, model)
    }

    private static let removeChannel: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        let drawn = Revision(text: try await visit.form()["revision"] ?? "")
        _ = try await plane.removeChannel(try visit.channelID(), if: .unchanged(drawn))
        return visit.redirect(to: "/settings/channels")
    }

    private static let replayDelivery: @Sendable (Visit, any ControlPlane) async throws -> Response = {
        visit,
        plane in
        _ = try await plane.replayDelivery(try visit.deliveryID())
        let address = Address("/settings/channels", ["replayed": "yes"]).text
        return visit.redirect(to: "\(address)#deliveries")
    }
}

extension Visit {
    /// The list of channels and what they told, with a new webhook's secret where one was made just now.
    fileprivate func channels(_ plane: any ControlPlane, saved: SavedChannel? = nil) async throws -> Response
    {
        let filter = DeliveryFilter(query)
        async let found = plane.channels()
        let told = try await plane.deliveries(filter.query)
        let model = ChannelListModel(try await found.items, told, filter, saved: saved, self)
        return try page("channels/page", title: words["channels.title"], active: .settings, model)
    }

    fileprivate func save(
        _ present: ChannelView?,
        _ form: ChannelForm,
        _ plane: any ControlPlane
    ) async throws -> Response {
        do {
            let id = present?.id ?? ChannelID(rawValue: form.id)
            let condition = form.revision.map { Precondition.unchanged(Revision(text: $0)) } ?? .absent
            let saved = try await plane.putChannel(id, try form.change(), if: condition).saved
            // A secret is shown once, so it cannot wait for the page that a redirect leads to.
            guard saved.signingSecret == nil else { return try await channels(plane, saved: saved) }
            let address = Address("/settings/channels", ["saved": id.rawValue]).text
            return redirect(to: "\(address)#channel-\(percentEncoded(id.rawValue))")
        } catch let problem as Problem where problem.code == .preconditionFailed {
            let refused = present == nil ? Problem.taken(form.id) : problem
            return try await channel(present, form, plane, refused: refused)
        } catch let problem as Problem where problem.isAboutWhatWasEntered {
            return try await channel(present, form, plane, refused: problem)
        }
    }

    fileprivate func channel(
        _ present: ChannelView?,
        _ form: ChannelForm?,
        _ plane: any ControlPlane,
        refused: Problem? = nil
    ) async throws -> Response {
        // Those of a list that cannot be read are shown by their ids.
        let rules = (try? await plane.alertRules().items) ?? []
        let model = ChannelPageModel(self, present, form, rules, refused: refused)
        return try page(
            "channels/channel",
            title: model.title,
            active: .settings,
            status: refused.map { .init(code: $0.status) } ?? .ok,
            model
        )
    }
}

extension Problem {
    fileprivate static func taken(_ id: String) -> Problem {
        Problem(.conflict, as: "channel_taken", "There is a channel \(id, as: "channel") already.")
    }
}
