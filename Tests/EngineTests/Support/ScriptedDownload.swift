import Contract
import Domain
import Synchronization

/// Addresses, and the skills that a test put there.
final class ScriptedDownload: SkillDownload {
    private let skills = Mutex<[String: SkillUpload]>([:])

    func put(_ text: String, at url: String) {
        skills.withLock { $0[url] = SkillUpload(content: .text(text)) }
    }

    func place(of url: String) -> String? {
        url.contains("@") ? nil : String(url.prefix { $0 != "?" && $0 != "#" })
    }

    func skill(from url: String) async throws(ImportRefusal) -> DownloadedSkill {
        guard let skill = skills.withLock({ $0[url] }) else {
            throw ImportRefusal(as: "host", "It leads nowhere good.")
        }
        return DownloadedSkill(upload: skill, place: "https://cdn.example.com/fetched")
    }
}
