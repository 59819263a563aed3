/// A scan's report in the form that code scanners exchange (SARIF 2.1.0, docs.oasis-open.org/sarif/sarif/v2.1.0).
package struct SARIFLog: Encodable, Sendable {
    package static let mediaType = "application/sarif+json"

    let version = "2.1.0"
    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let runs: [Run]

    /// - Parameters:
    ///   - report: What was found.
    ///   - waivers: Those that hold; what they cover is marked as suppressed.
    package init(_ report: ScanReport, waivers: [ScanWaiver] = []) {
        runs = [Run(report, waivers)]
    }

    enum CodingKeys: String, CodingKey {
        case version
        case schema = "$schema"
        case runs
    }

    struct Run: Encodable {
        let tool: Tool
        let results: [Result]
        let properties: [String: String]

        init(_ report: ScanReport, _ waivers: [ScanWaiver]) {
            var rules: [String: Rule] = [:]
            for finding in report.findings where rules[finding.rule] == nil {
                rules[finding.rule] = Rule(
                    id: finding.rule,
                    // What it found here stands with the result: a rule is the same in every log.
                    shortDescription: Text(text: finding.rule),
                    help: Text(text: finding.fix)
                )
            }
            let driver = Driver(
                name: "Skillyard",
                version: String(report.rulesVersion),
                rules: rules.values.sorted { $0.id < $1.id }
            )
            tool = Tool(driver: driver)
            results = report.findings.map { Result($0, waivers) }
            properties = [
                "digest": report.digest, "verdict": report.verdict.rawValue, "notice": report.notice,
                "omitted": String(report.omitted),
            ]
        }
    }

    struct Tool: Encodable {
        let driver: Driver
    }

    struct Driver: Encodable {
        let name: String
        let version: String
        let rules: [Rule]
    }

    struct Rule: Encodable {
        let id: String
        let shortDescription: Text
        let help: Text
    }

    struct Text: Encodable {
        let text: String
    }

    struct Result: Encodable {
        let ruleId: String
        let level: String
        let message: Text
        let locations: [Location]
        let partialFingerprints: [String: String]
        /// For every result or for none (section 3.27.23): empty where nothing covers it.
        let suppressions: [Suppression]

        init(_ finding: ScanFinding, _ waivers: [ScanWaiver]) {
            ruleId = finding.rule
            level =
                switch finding.level {
                case .note: "note"
                case .warning: "warning"
                case .block: "error"
                }
            message = Text(text: "\(finding.message) \(finding.fix)")
            locations = [Location(finding)]
            partialFingerprints = ["finding/v1": finding.id]
            suppressions = waivers.filter { $0.covers(finding) }.map { Suppression(justification: $0.reason) }
        }
    }

    struct Suppression: Encodable {
        let kind = "external"
        let status = "accepted"
        let justification: String
    }

    struct Location: Encodable {
        let physicalLocation: PhysicalLocation

        init(_ finding: ScanFinding) {
            physicalLocation = PhysicalLocation(
                artifactLocation: Artifact(
                    uri: finding.path.split(separator: "/").map { percentEncoded(String($0)) }.joined(
                        separator: "/"
                    )
                ),
                region: finding.line.map(Region.init)
            )
        }
    }

    struct PhysicalLocation: Encodable {
        let artifactLocation: Artifact
        let region: Region?
    }

    struct Artifact: Encodable {
        let uri: String
    }

    struct Region: Encodable {
        let startLine: Int
    }
}
