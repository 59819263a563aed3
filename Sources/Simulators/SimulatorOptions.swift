package import Contract
import FoundationEssentials

/// How the simulators listen, what they keep, and how they behave where the vendors' documentation is silent.
package struct SimulatorOptions: Sendable {
    package var host: String
    /// 0 for a free one.
    package var port: Int
    /// Where the vendors' records are kept over restarts; nil keeps them in memory only.
    package var dataDirectory: String?
    /// The largest request body in bytes.
    package var maximumBodyBytes: Int
    package var openAI: OpenAIBehavior
    package var claude: ClaudeBehavior
    package var google: GoogleBehavior
    package var now: @Sendable () -> Timestamp

    package init(
        host: String = "127.0.0.1",
        port: Int = 0,
        dataDirectory: String? = nil,
        maximumBodyBytes: Int = 128 << 20,
        openAI: OpenAIBehavior = OpenAIBehavior(),
        claude: ClaudeBehavior = ClaudeBehavior(),
        google: GoogleBehavior = GoogleBehavior(),
        now: @escaping @Sendable () -> Timestamp = SimulatorOptions.systemTime
    ) {
        self.host = host
        self.port = port
        self.dataDirectory = dataDirectory
        self.maximumBodyBytes = maximumBodyBytes
        self.openAI = openAI
        self.claude = claude
        self.google = google
        self.now = now
    }

    package static let systemTime: @Sendable () -> Timestamp = {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}

/// What OpenAI's documentation leaves open.
package struct OpenAIBehavior: Sendable {
    package var defaultPageSize = 20
    package var maximumPageSize = 100
    /// Whether a new version may carry another name than the ones before.
    package var allowsRename = true
    /// Whether two skills may have the same name.
    package var allowsDuplicateNames = true
    /// After the newest version is deleted, whether `latest_version` goes back to the newest that is left.
    package var latestFallsBack = true
    package var contentType = "application/zip"
    /// The status for uploads over the documented sizes: 413 or 400.
    package var oversizeStatus = 413

    package init() {}
}

/// What Claude's documentation leaves open.
package struct ClaudeBehavior: Sendable {
    package var defaultPageSize = 20
    /// Whether the vendor's own skills (`pptx`, `xlsx`, `docx`, `pdf`) are listed.
    package var listsPrebuilt = true
    /// The status for skills over 30 MB: 413 or 400.
    package var oversizeStatus = 413
    /// Whether downloads carry the skill's folder; without it SKILL.md lies at the root.
    package var contentHasFolder = true

    package init() {}
}

/// What Google's documentation leaves open.
package struct GoogleBehavior: Sendable {
    /// How `sha256` is written.
    package enum DigestEncoding: Sendable {
        case hex
        case base64
    }

    /// Answers in which `zippedFilesystem` stands.
    package struct ContentReads: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) {
            self.rawValue = rawValue
        }

        package static let skill = ContentReads(rawValue: 1)
        package static let list = ContentReads(rawValue: 2)
        package static let revision = ContentReads(rawValue: 4)
    }

    package var defaultPageSize = 50
    package var maximumPageSize = 100
    /// An operation is done with this poll; 0 has it done in the first answer.
    package var operationPolls = 1
    /// An operation is also done after this time, polled or not.
    package var operationMilliseconds = 1000
    /// Nil leaves `sha256` out.
    package var digestEncoding: DigestEncoding? = .hex
    package var contentReads: ContentReads = [.skill, .revision]
    /// How long the id of a deleted skill cannot be used again; nil is for good, 0 not at all.
    package var reservedSeconds: Int? = 86_400
    /// Whether a skill whose creation failed stays, in state FAILED.
    package var keepsFailedSkills = true

    package init() {}
}
