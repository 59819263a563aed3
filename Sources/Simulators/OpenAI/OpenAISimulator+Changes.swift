import Contract

extension OpenAISimulator {
    func create(_ call: Call) throws(Refusal) -> Reply {
        let content = try OpenAIUpload.content(of: call, behavior)
        let time = nowSeconds
        let record = OpenAIRecord(
            id: "skill_" + RandomText.hex(32),
            createdSeconds: time,
            versions: [newVersion(1, content, time)],
            defaultNumber: 1,
            highestNumber: 1
        )
        try skills.change { (records) throws(Refusal) in
            if !behavior.allowsDuplicateNames, records.all.contains(where: { $0.carries(content.name) }) {
                throw Refusal(
                    409,
                    "A skill named '\(content.name)' exists.",
                    code: "conflict",
                    param: "files"
                )
            }
            records[record.id] = record
        }
        return .json(record.json(behavior))
    }

    func createVersion(of id: String, _ call: Call) throws(Refusal) -> Reply {
        let content = try OpenAIUpload.content(of: call, behavior)
        let becomesDefault = try OpenAIUpload.isDefault(call)
        let time = nowSeconds
        let version = try skills.change { (records) throws(Refusal) in
            guard var record = records[id] else { throw .noSkill(id) }
            if !behavior.allowsRename, !record.carries(content.name) {
                throw Refusal(
                    400,
                    "The name must stay the same.",
                    code: "invalid_value",
                    param: "files"
                )
            }
            record.highestNumber += 1
            let version = newVersion(record.highestNumber, content, time)
            record.versions.append(version)
            if becomesDefault { record.defaultNumber = version.number }
            records[id] = record
            return version
        }
        return .json(version.json(skill: id))
    }

    func setDefault(_ id: String, _ call: Call) throws(Refusal) -> Reply {
        let wanted = try call.json()["default_version"]
        // The SDK sends a string, the guide's curl a number.
        guard let number = wanted.integer ?? wanted.string.flatMap({ Int($0) }) else {
            throw Refusal(
                400,
                "Missing required parameter: 'default_version'.",
                code: "missing_required_parameter",
                param: "default_version"
            )
        }
        return try skills.change { (records) throws(Refusal) in
            guard var record = records[id] else { throw .noSkill(id) }
            guard record.version(number) != nil else { throw .noVersion(String(number), of: id) }
            record.defaultNumber = number
            records[id] = record
            return .json(record.json(behavior))
        }
    }

    func delete(_ id: String) throws(Refusal) -> Reply {
        try skills.change { (records) throws(Refusal) in
            guard records[id] != nil else { throw .noSkill(id) }
            records[id] = nil
        }
        return .json(["id": .string(id), "object": "skill.deleted", "deleted": true])
    }

    /// The default version stays, unless it is the only one: then the skill goes with it.
    func deleteVersion(_ number: String, of id: String) throws(Refusal) -> Reply {
        let version = try skills.change { (records) throws(Refusal) in
            guard var record = records[id] else { throw .noSkill(id) }
            guard let version = Int(number).flatMap(record.version) else {
                throw .noVersion(number, of: id)
            }
            if record.versions.count == 1 {
                records[id] = nil
                return version
            }
            guard version.number != record.defaultNumber else {
                throw Refusal(
                    400,
                    "The default version cannot be deleted.",
                    code: "invalid_value",
                    param: "version"
                )
            }
            record.versions.removeAll { $0.number == version.number }
            records[id] = record
            return version
        }
        return .json([
            "id": .string(version.id),
            "object": "skill.version.deleted",
            "deleted": true,
            "version": .string(number),
        ])
    }

    private func newVersion(_ number: Int, _ content: StoredContent, _ time: Int) -> OpenAIRecord.Version {
        OpenAIRecord.Version(
            id: "skillver_" + RandomText.hex(32),
            number: number,
            createdSeconds: time,
            content: content
        )
    }
}

extension OpenAIRecord {
    fileprivate func carries(_ name: String) -> Bool {
        version(defaultNumber)?.content.name == name
    }
}
