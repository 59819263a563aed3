extension Setting {
    static let languageModel = Setting(
        variable: "SKILLYARD_CHAT_MODEL",
        .text,
        "The language model that is asked what somebody may have meant with a line of chat that was not understood. The line "
            + "goes to SKILLYARD_CHAT_MODEL_URL then, and nothing else of yours. What comes back is shown as a suggestion, and "
            + "said only when it is picked. Without it no model is asked."
    )
    static let languageModelKey = Setting(
        variable: "SKILLYARD_CHAT_MODEL_KEY",
        secret: true,
        "The key for it, or `file:` and the absolute path of a file that holds it."
    )
    static let languageModelURL = Setting(
        variable: "SKILLYARD_CHAT_MODEL_URL",
        .text,
        fallback: "https://api.openai.com/v1",
        "Whose it is: where `/chat/completions` of OpenAI's interface, or of one like it, is found. HTTPS, or this machine."
    )

    static let languageModels = [languageModel, languageModelKey, languageModelURL]
}
