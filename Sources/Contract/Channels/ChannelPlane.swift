/// The part of the control plane that is about who is told of alerts.
package protocol ChannelPlane: Sendable {
    /// By id.
    func channels() async throws(Problem) -> Page<ChannelView>
    func channel(_ id: ChannelID) async throws(Problem) -> ChannelView
    /// Creates the channel or replaces all its settings.
    ///
    /// - Parameters:
    ///   - id: The channel.
    ///   - change: All its settings; address and signing secret stay where it names none.
    ///   - precondition: What must hold of it; one that has these very settings is as it should be already.
    /// - Returns: The channel, whether it is new, and a signing secret that was made for it.
    /// - Throws: ``Problem``, `precondition_failed` among others.
    func putChannel(
        _ id: ChannelID,
        _ change: ChannelChange,
        if precondition: Precondition
    ) async throws(Problem) -> ChannelRegistration
    /// Ends the channel and what it had still to tell; answers the channel as it was.
    func removeChannel(_ id: ChannelID, if precondition: Precondition) async throws(Problem) -> ChannelView
    /// Sends a message that says it is a test, once and at once.
    func testChannel(_ id: ChannelID) async throws(Problem) -> DeliveryView
    /// Newest first.
    func deliveries(_ query: DeliveryQuery) async throws(Problem) -> Page<DeliveryView>
    /// Has it sent again, as it was and with the same id, from now on.
    func replayDelivery(_ id: DeliveryID) async throws(Problem) -> DeliveryView
}
