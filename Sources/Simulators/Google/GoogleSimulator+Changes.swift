import Contract
import FoundationEssentials

extension GoogleSimulator {
    func create(in parent: String, _ call: Call, _ script: OperationScript?) throws(Refusal) -> Reply {
        let id = call.query["skillId"] ?? ""
        guard id.wholeMatch(of: /[a-z]([a-z0-9-]{0,61}[a-z0-9])?/) != nil, !id.hasPrefix("gcp-") else {
            throw Refusal(400, "skill_id '\(id)' is not valid.")
        }
        let body = try call.json()
        var change = try GoogleChange(body)
        let (content, failure) = try content(of: body["zippedFilesystem"].string)
        change.content = content
        let time = now()
        let operation = operation(.create, change, failure, script, time)
        let record = GoogleRecord(
            name: "\(parent)/skills/\(id)",
            created: time.description,
            updated: time.description,
            displayName: change.displayName ?? "",
            description: change.description ?? "",
            labels: change.labels ?? [:]
        )
        return try skills.change { (records) throws(Refusal) in
            if let old = records[record.name], old.isLive || isReserved(old, at: time) {
                throw Refusal(409, "Skill already exists: \(record.name)", code: "ALREADY_EXISTS")
            }
            return start(operation, on: record, in: &records, at: time)
        }
    }

    func update(_ name: String, _ call: Call, _ script: OperationScript?) throws(Refusal) -> Reply {
        let body = try call.json()
        let mask = Set((call.query["updateMask"] ?? "").split(separator: ",").map { String($0) })
        let known: Set = [
            "displayName", "description", "labels", "license", "compatibility", "zippedFilesystem",
        ]
        guard !mask.isEmpty, mask.isSubset(of: known) else {
            throw Refusal(400, "updateMask names no field or an unknown one.")
        }
        let sent = try GoogleChange(body)
        var change = GoogleChange()
        if mask.contains("displayName") { change.displayName = sent.displayName ?? "" }
        if mask.contains("description") { change.description = sent.description ?? "" }
        if mask.contains("labels") { change.labels = sent.labels ?? [:] }
        var failure: GoogleOperation.Failure?
        if mask.contains("zippedFilesystem") {
            (change.content, failure) = try content(of: body["zippedFilesystem"].string)
        }
        let time = now()
        let operation = operation(.update, change, failure, script, time)
        return try begin(operation, on: name, at: time)
    }

    func delete(_ name: String, _ script: OperationScript?) throws(Refusal) -> Reply {
        let time = now()
        return try begin(operation(.delete, nil, nil, script, time), on: name, at: time)
    }

    private func begin(
        _ operation: GoogleOperation,
        on name: String,
        at time: Timestamp
    ) throws(Refusal) -> Reply {
        _ = try settled(name)
        return try skills.change { (records) throws(Refusal) in
            guard let record = records[name], record.isLive else { throw .noGoogleSkill(name) }
            if record.hasOpenOperation {
                throw Refusal(409, "Another operation on the skill is running.", code: "ABORTED")
            }
            return start(operation, on: record, in: &records, at: time)
        }
    }

    private func start(
        _ operation: GoogleOperation,
        on record: GoogleRecord,
        in records: inout OrderedRecords<GoogleRecord>,
        at time: Timestamp
    ) -> Reply {
        var record = record
        record.start(operation, at: time, behavior)
        records[record.name] = record
        return .json((record.operations.last ?? operation).json(of: record.name))
    }

    private func isReserved(_ record: GoogleRecord, at time: Timestamp) -> Bool {
        guard let gone = record.gone, gone.isReserved else { return false }
        guard let seconds = behavior.reservedSeconds else { return true }
        return time < Timestamp(microseconds: gone.atMicroseconds) + .seconds(seconds)
    }

    private func operation(
        _ kind: GoogleOperation.Kind,
        _ change: GoogleChange?,
        _ failure: GoogleOperation.Failure?,
        _ script: OperationScript?,
        _ time: Timestamp
    ) -> GoogleOperation {
        var polls: Int? = behavior.operationPolls
        var due: Int64? = (time + .milliseconds(behavior.operationMilliseconds)).microseconds
        var failure = failure
        switch script?.ending {
        case .fails(let code, let message): failure = GoogleOperation.Failure(code: code, message: message)
        case .never: (polls, due) = (nil, nil)
        case .afterPolls(let count): (polls, due) = (count, nil)
        case nil: break
        }
        return GoogleOperation(
            id: String(Int.random(in: 1_000_000_000_000_000...9_000_000_000_000_000)),
            kind: kind,
            pollsLeft: polls,
            dueMicroseconds: due,
            failure: failure,
            change: change
        )
    }

    /// Bytes that are no base64 are refused at once; everything else is found out by the operation.
    private func content(
        of base64: String?
    ) throws(Refusal) -> (StoredContent?, GoogleOperation.Failure?) {
        guard let base64, !base64.isEmpty else { throw Refusal(400, "zippedFilesystem is required.") }
        guard let zip = Data(base64Encoded: base64) else {
            throw Refusal(400, "Base64 decoding failed for zippedFilesystem.")
        }
        do throws(UnreadableBundle) {
            return (try GoogleUpload.content(of: [UInt8](zip)), nil)
        } catch {
            return (nil, GoogleOperation.Failure(code: 3, message: error.message))
        }
    }
}

extension GoogleChange {
    /// The fields of a skill that a request carries, without its content.
    fileprivate init(_ body: JSONValue) throws(Refusal) {
        guard body.object != nil else { throw Refusal(400, "The body must be a Skill.") }
        displayName = body["displayName"].string
        description = body["description"].string
        labels = body["labels"].object?.compactMapValues(\.string)
    }
}
