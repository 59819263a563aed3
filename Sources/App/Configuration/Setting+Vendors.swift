extension Setting {
    static let openAIKey = Setting(
        .vendor,
        variable: "OPENAI_API_KEY",
        secret: true,
        "Registers the real OpenAI when it is set."
    )
    static let anthropicKey = Setting(
        .vendor,
        variable: "ANTHROPIC_API_KEY",
        secret: true,
        "Registers the real Claude when it is set."
    )
    static let googleCredentials = Setting(
        .vendor,
        variable: "GOOGLE_APPLICATION_CREDENTIALS",
        .path,
        "Service account file; with the project it registers the real Gemini."
    )
    static let googleProject = Setting(
        .vendor,
        variable: "SKILLYARD_GOOGLE_PROJECT",
        .text,
        "Google Cloud project that holds the Skill Registry."
    )
    static let googleLocation = Setting(
        .vendor,
        variable: "SKILLYARD_GOOGLE_LOCATION",
        fallback: "us-central1",
        "Location of the Skill Registry."
    )

    static let sandboxKey = Setting(
        .vendor,
        variable: "SKILLYARD_SANDBOX_KEY",
        .text,
        fallback: "sandbox",
        "What sandboxes are sent as their key; `invalid` and `forbidden` are refused, to try that."
    )

    static let vendors = [
        openAIKey, anthropicKey, googleCredentials, googleProject, googleLocation, sandboxKey,
    ]

    static let serverURL = Setting(
        .command,
        flag: "url",
        variable: "SKILLYARD_URL",
        fallback: "http://127.0.0.1:8080",
        "Where the server is."
    )
    static let token = Setting(
        .command,
        flag: "token",
        variable: "SKILLYARD_TOKEN",
        secret: true,
        "Your token. Without it the one in the data folder is used, for servers on this machine only."
    )
    static let noColor = Setting(
        .command,
        variable: "NO_COLOR",
        .text,
        "Any value: no colours."
    )

    static let command = [serverURL, token, noColor]
}
