package import Contract
package import Domain

/// One message on its way through one channel, as it is stored.
package struct StoredDelivery: Equatable, Sendable {
    package let id: DeliveryID
    package let channel: ChannelID
    package let message: ChannelMessage
    package let createdAt: Timestamp
    package var course: DeliveryCourse

    package init(
        id: DeliveryID,
        channel: ChannelID,
        message: ChannelMessage,
        createdAt: Timestamp,
        course: DeliveryCourse
    ) {
        self.id = id
        self.channel = channel
        self.message = message
        self.createdAt = createdAt
        self.course = course
    }

    package var view: DeliveryView {
        DeliveryView(
            id: id,
            channel: channel,
            kind: message.kind,
            alert: message.alert?.id,
            title: message.alert?.title,
            state: course.state,
            attempts: course.attempts,
            createdAt: createdAt,
            nextAt: course.nextAt,
            finishedAt: course.finishedAt,
            status: course.status,
            error: course.error
        )
    }
}

/// What is to be told, and what became of it.
package struct DeliveryTable {
    let connection: any Connection

    package init(_ connection: any Connection) {
        self.connection = connection
    }

    /// Adds messages in their order; an alert that escalated on a channel already does not again.
    package func append(_ deliveries: [StoredDelivery]) throws {
        for delivery in deliveries {
            let (message, course) = (delivery.message, delivery.course)
            try connection.send(
                """
                INSERT INTO deliveries (id, channel_id, kind, alert_id, provider_id, content, state, attempts, since,
                                        next_at, status, error, created_at, finished_at)
                VALUES (\(delivery.id), \(delivery.channel), \(message.kind.rawValue), \(message.alert?.id),
                        \(message.alert?.cause.provider), \(JSON.text(message)), \(course.state.rawValue),
                        \(course.attempts), \(course.since), \(course.nextAt), \(course.status), \(course.error),
                        \(delivery.createdAt), \(course.finishedAt))
                ON CONFLICT DO NOTHING
                """
            )
        }
    }

    /// Saves how one gets on, if it still is as it was read.
    ///
    /// - Returns: Whether it was; else somebody else has gone on with it, or it is gone.
    /// - Throws: ``StoreError``
    package func save(_ id: DeliveryID, _ course: DeliveryCourse, from old: DeliveryCourse)
        throws(StoreError) -> Bool
    {
        try !connection.run(
            """
            UPDATE deliveries SET state = \(course.state.rawValue), attempts = \(course.attempts),
                since = \(course.since), next_at = \(course.nextAt), status = \(course.status),
                error = \(course.error), finished_at = \(course.finishedAt)
            WHERE id = \(id) AND state = \(old.state.rawValue) AND attempts = \(old.attempts)
              AND since = \(old.since) RETURNING id
            """
        ).isEmpty
    }

    /// Whether an alert escalated on a channel.
    package func hasEscalated(_ alert: AlertID, on channel: ChannelID) throws(StoreError) -> Bool {
        try !connection.run(
            """
            SELECT 1 AS one FROM deliveries
            WHERE channel_id = \(channel) AND alert_id = \(alert) AND kind = 'escalated'
            """
        ).isEmpty
    }
}

extension StoredDelivery {
    init(row: Row) throws(StoreError) {
        self.init(
            id: try row.identifier("id"),
            channel: try row.identifier("channel_id"),
            message: try row.json("content"),
            createdAt: try row.time("created_at"),
            course: DeliveryCourse(
                state: try row.word("state"),
                attempts: try row.int("attempts"),
                since: try row.time("since"),
                nextAt: row.optionalTime("next_at"),
                status: row.optionalInteger("status").map(Int.init),
                error: row.optionalText("error"),
                finishedAt: row.optionalTime("finished_at")
            )
        )
    }
}
