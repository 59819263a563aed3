import Contract

extension Visit {
    /// Formed like the id of an alert rule.
    func channelID() throws(Problem) -> ChannelID {
        do throws(Problem) { return ChannelID(rawValue: try alertRuleID().rawValue) } catch {
            let detail: Phrase = """
                There is no such channel: an id has 1 to 64 characters of a-z, 0-9 and hyphens \
                and starts with a letter.
                """
            throw Problem(.notFound, as: "channel_id", detail)
        }
    }

    func deliveryID() throws(Problem) -> DeliveryID {
        guard let id = uuid() else {
            let detail: Phrase = "There is no such delivery: its id is a UUID in lower case."
            throw Problem(.notFound, as: "delivery_id", detail)
        }
        return DeliveryID(rawValue: id)
    }
}
