package import Requests

/// How much one request may send, and how often a silent event stream says that it lives.
package struct APILimits: Sendable {
    package let maximumJSONBytes: Int
    /// For a skill's archive, with everything around it.
    package let maximumUploadBytes: Int
    /// For all uploads together; other front ends may share it.
    package let uploadRoom: UploadRoom
    /// How often each caller may ask; other front ends may share it.
    package let requests: RequestLimits
    /// For the event streams of each caller; other front ends may share it.
    package let streams: StreamRoom
    /// Returns when the next heartbeat is due; throws when it was canceled meanwhile.
    package let untilHeartbeat: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - maximumJSONBytes: 1 MiB unless told.
    ///   - maximumUploadBytes: 64 MiB unless told.
    ///   - uploadRoom: Two of the largest uploads unless told.
    ///   - requests: Any number unless told.
    ///   - streams: Any number unless told.
    ///   - untilHeartbeat: 15 seconds unless told.
    package init(
        maximumJSONBytes: Int = 1 << 20,
        maximumUploadBytes: Int = 64 << 20,
        uploadRoom: UploadRoom? = nil,
        requests: RequestLimits = RequestLimits(),
        streams: StreamRoom = StreamRoom(),
        untilHeartbeat: @escaping @Sendable () async throws -> Void = {
            try await Task.sleep(for: .seconds(15))
        }
    ) {
        self.maximumJSONBytes = maximumJSONBytes
        self.maximumUploadBytes = maximumUploadBytes
        self.uploadRoom = uploadRoom ?? UploadRoom(bytes: 2 * maximumUploadBytes)
        self.requests = requests
        self.streams = streams
        self.untilHeartbeat = untilHeartbeat
    }
}
