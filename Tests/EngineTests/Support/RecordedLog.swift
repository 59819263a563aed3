import Logging
import Synchronization

/// Everything that was logged.
final class RecordedLog: Sendable {
    private let recorded = Mutex<[(level: Logger.Level, message: String, line: String)]>([])

    var messages: [String] { recorded.withLock { $0.map(\.message) } }
    /// Each with its metadata, sorted by name; a space follows every value.
    var lines: [String] { recorded.withLock { $0.map(\.line) } }

    /// Those lines that are as severe as that, no more and no less.
    func lines(at level: Logger.Level) -> [String] {
        recorded.withLock { $0.filter { $0.level == level }.map(\.line) }
    }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var metadataProvider: Logger.MetadataProvider?
        var logLevel = Logger.Level.debug

        init(log: RecordedLog) {
            self.log = log
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let message = event.message.description
            let values = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value) " }
            log.recorded.withLock { $0.append((event.level, message, "\(message) \(values.joined())")) }
        }
    }
}
