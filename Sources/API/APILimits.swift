package import Requests

/// How much one request may send, and how often a silent event stream says that it lives.
package struct APILimits: Sendable {
    package let maximumJSONBytes: Int
    /// For a skill's archive, with everything around it.
    package let maximumUploadBytes: Int
    /// What is fetched from an address takes of the room for uploads; nil where nothing is fetched.
    package let importBytes: Int?
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
    ///   - importBytes: Nil unless told.
    ///   - uploadRoom: For the largest uploads of two callers unless told.
    ///   - requests: Any number unless told.
    ///   - streams: Any number unless told.
    ///   - untilHeartbeat: 15 seconds unless told.
    package init(
        maximumJSONBytes: Int = 1 << 20,
        maximumUploadBytes: Int = 64 << 20,
        importBytes: Int? = nil,
        uploadRoom: UploadRoom? = nil,
        requests: RequestLimits = RequestLimits(),
        streams: StreamRoom = StreamRoom(),
        untilHeartbeat: @escaping @Sendable () async throws -> Void = {
            try await Task.sleep(for: .seconds(15))
        }
    ) {
        self.maximumJSONBytes = maximumJSONBytes
        self.maximumUploadBytes = maximumUploadBytes
        self.importBytes = importBytes
        self.uploadRoom = uploadRoom ?? UploadRoom(largest: maximumUploadBytes)
        self.requests = requests
        self.streams = streams
        self.untilHeartbeat = untilHeartbeat
    }
}
