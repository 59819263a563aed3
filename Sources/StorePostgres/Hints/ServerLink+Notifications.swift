import CLibPQ

extension ServerLink {
    /// What other sessions have sent (NOTIFY), without waiting.
    ///
    /// - Returns: The payloads, in order.
    /// - Throws: ``PostgresFailure`` if the connection is gone.
    func notifications() throws(PostgresFailure) -> [String] {
        guard PQconsumeInput(handle) == 1, PQstatus(handle) == CONNECTION_OK else { throw lose() }
        var payloads: [String] = []
        while let notification = PQnotifies(handle) {
            if notification.pointee.be_pid != serverProcess {
                payloads.append(String(cString: notification.pointee.extra))
            }
            PQfreemem(notification)
        }
        return payloads
    }
}
