import Contract
import Crypto
import FoundationEssentials

extension GoogleRecord {
    func json(_ behavior: GoogleBehavior, withContent: Bool) -> JSONValue {
        Self.json(
            [
                "name": .string(name),
                "displayName": .string(displayName),
                "description": .string(description),
                "state": .string(state.rawValue),
                "skillSource": "USER",
                "createTime": .string(created),
                "updateTime": .string(updated),
            ],
            labels: labels,
            content: revisions.last?.content,
            behavior,
            withContent: withContent
        )
    }

    func revisionJSON(_ revision: Revision, _ behavior: GoogleBehavior) -> JSONValue {
        let skill = Self.json(
            [
                "name": .string(name),
                "displayName": .string(revision.displayName),
                "description": .string(revision.description),
                "state": "ACTIVE",
                "skillSource": "USER",
                "createTime": .string(created),
                "updateTime": .string(revision.created),
            ],
            labels: labels,
            content: revision.content,
            behavior,
            withContent: behavior.contentReads.contains(.revision)
        )
        return [
            "name": .string("\(name)/revisions/\(revision.number)"),
            "createTime": .string(revision.created),
            "state": "ACTIVE",
            "skill": skill,
        ]
    }

    private static func json(
        _ members: [String: JSONValue],
        labels: [String: String],
        content: StoredContent?,
        _ behavior: GoogleBehavior,
        withContent: Bool
    ) -> JSONValue {
        var members = members
        if !labels.isEmpty { members["labels"] = .object(labels.mapValues(JSONValue.string)) }
        if let content {
            let digest = Data(SHA256.hash(data: content.archive))
            switch behavior.digestEncoding {
            case .hex: members["sha256"] = .string(hexadecimal(digest))
            case .base64: members["sha256"] = .string(digest.base64EncodedString())
            case nil: break
            }
            if withContent { members["zippedFilesystem"] = .string(content.archive.base64EncodedString()) }
        }
        return .object(members)
    }
}

extension GoogleOperation {
    func json(of skill: String) -> JSONValue {
        var members: [String: JSONValue] = [
            "name": .string("\(skill)/operations/\(id)"),
            "metadata": ["@type": .string("type.googleapis.com/google.cloud.aiplatform.v1beta1." + metadata)],
            "done": .bool(isDone),
        ]
        if isDone {
            if let failure {
                members["error"] = ["code": .integer(failure.code), "message": .string(failure.message)]
            } else if kind == .delete {
                members["response"] = ["@type": "type.googleapis.com/google.protobuf.Empty"]
            } else {
                members["response"] = [
                    "@type": "type.googleapis.com/google.cloud.aiplatform.v1beta1.Skill",
                    "name": .string(skill),
                ]
            }
        }
        return .object(members)
    }

    private var metadata: String {
        switch kind {
        case .create: "CreateSkillOperationMetadata"
        case .update: "UpdateSkillOperationMetadata"
        case .delete: "DeleteOperationMetadata"
        }
    }
}
