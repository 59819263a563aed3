import Contract
import Logging

/// Writes every message as one JSON object in a line of its own, for programs that collect logs.
struct JSONLogHandler: LogHandler {
    /// What a line says; values are texts, so that no two lines have one key in two types.
    private struct Line: Encodable {
        /// RFC 3339 in UTC, to the millisecond.
        let time: String
        let level: Logger.Level
        let message: String
        let logger: String
        let metadata: [String: String]
    }

    private let label: String
    private let now: @Sendable () -> Timestamp
    private let write: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info

    /// - Parameters:
    ///   - label: Of the logger.
    ///   - now: The time that lines have.
    ///   - write: Takes a whole line, with its end.
    init(
        label: String,
        now: @escaping @Sendable () -> Timestamp = Clock.now,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.label = label
        self.now = now
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = Line(
            time: String(now().description.dropLast("000Z".count)) + "Z",
            level: event.level,
            message: event.message.description,
            logger: label,
            metadata: values(of: event).mapValues(\.description)
        )
        // Texts can always be written.
        guard let text = try? JSON.text(line) else { return }
        write(text + "\n")
    }

    /// What is nearer to the message goes before; an error is named as swift-log's own handler does.
    private func values(of event: LogEvent) -> Logger.Metadata {
        var values = metadata
        if let metadataProvider { values.merge(metadataProvider.get()) { $1 } }
        if let given = event.metadata { values.merge(given) { $1 } }
        if let error = event.error {
            values["error.message"] = "\(error)"
            values["error.type"] = "\(String(reflecting: type(of: error)))"
        }
        return values
    }
}

extension Configuration.LogFormat {
    /// Writes the log in this form to standard error.
    func handler(label: String) -> any LogHandler {
        switch self {
        case .text: StreamLogHandler.standardError(label: label)
        case .json: JSONLogHandler(label: label) { LogStream.standardError.write($0) }
        }
    }
}
