import Contract
import FoundationEssentials
package import LanguageModel

extension Configuration {
    /// Which language model is asked, and where.
    package struct LanguageModelOptions: Equatable, Sendable {
        package let settings: ChatCompletions.Settings
        /// Where the key lies; nil where it was given itself.
        package let keyFile: String?
    }

    /// Nil where none is asked: it takes a name and a key.
    static func languageModel(_ values: inout SettingValues) -> LanguageModelOptions? {
        guard let model = values.text(.languageModel), !model.isEmpty else {
            if values.text(.languageModelKey) != nil {
                let fix = "Set \(Setting.languageModel.name), too, or take the key away."
                values.complain(.languageModelKey, "There is a key and no model to ask.", fix: fix)
            }
            return nil
        }
        guard let given = values.text(.languageModelKey), !given.isEmpty else {
            let fix = "Set \(Setting.languageModelKey.name), too."
            values.complain(.languageModel, "No model is asked without a key.", fix: fix)
            return nil
        }
        let address = modelAddress(&values)
        guard let key = content(of: given, .languageModelKey, &values), let address else { return nil }
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            let fix = "Take it as the vendor shows it, on one line."
            values.complain(.languageModelKey, "It is empty or holds what no key does.", fix: fix)
            return nil
        }
        return LanguageModelOptions(
            settings: .init(address: address, model: model, key: Secret(key)),
            keyFile: file(given)
        )
    }

    /// Without a slash at its end.
    private static func modelAddress(_ values: inout SettingValues) -> String? {
        var text = values.text(.languageModelURL) ?? ""
        while text.hasSuffix("/") { text.removeLast() }
        let url = URL(string: text)
        let host = url?.host() ?? ""
        let isSafe = url?.scheme == "https" || url?.scheme == "http" && isLoopback(host)
        if !host.isEmpty, isSafe, url?.user() == nil, url?.query() == nil, url?.fragment() == nil {
            return text
        }
        let fix = "Give an address as in https://api.openai.com/v1, or one of this machine."
        values.complain(.languageModelURL, "Keys do not go to this address.", fix: fix)
        return nil
    }
}
