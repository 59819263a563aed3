/// The text of every setting: from a flag, else from the environment, else the default.
struct SettingValues {
    private let flags: [String: String]
    private let environment: [String: String]
    private(set) var faults: [ConfigurationError.Fault] = []

    /// Checks every value that was given; `flags` has the settings' flag names as keys.
    init(flags: [String: String], environment: [String: String], among settings: [Setting]) {
        self.flags = flags
        self.environment = environment
        for setting in settings {
            guard let (source, value) = given(setting), let detail = setting.kind.fault(in: value) else {
                continue
            }
            let shown = setting.isSecret ? "The value cannot be used." : detail
            faults.append(.init(setting: source, detail: shown, fix: setting.summary))
        }
    }

    /// The value and where it came from; an empty variable counts as not set.
    private func given(_ setting: Setting) -> (source: String, value: String)? {
        if let flag = setting.flag, let value = flags[flag] { return ("--" + flag, value) }
        if let value = environment[setting.variable], !value.isEmpty { return (setting.variable, value) }
        return nil
    }

    func text(_ setting: Setting) -> String? { given(setting)?.value ?? setting.fallback }

    func number(_ setting: Setting) -> Int { text(setting).flatMap { Int($0) } ?? 0 }

    /// Nil for no limit, which is written as 0.
    func limit(_ setting: Setting, else fallback: Int) -> Int? {
        let number = text(setting).flatMap { Int($0) } ?? fallback
        return number == 0 ? nil : number
    }

    func isOn(_ setting: Setting) -> Bool { text(setting).flatMap { Bool(setting: $0) } ?? false }

    mutating func complain(_ setting: Setting, _ detail: String, fix: String) {
        faults.append(.init(setting: given(setting)?.source ?? setting.name, detail: detail, fix: fix))
    }
}
