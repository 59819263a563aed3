import Contract
import Domain
import Synchronization

/// Addresses, and the skills that a test put there.
final class ScriptedDownload: SkillDownload {
    private let skills = Mutex<[String: SkillUpload]>([:])

    func put(_ text: String, at url: String) {
        skills.withLock { $0[url] = SkillUpload(content: .text(text)) }
    }

    func upload(from url: String) async throws(ImportRefusal) -> SkillUpload {
        guard let skill = skills.withLock({ $0[url] }) else {
            throw ImportRefusal(as: "host", "It leads nowhere good.")
        }
        return skill
    }
}
