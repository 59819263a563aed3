/// What vendors and agents are called besides the name of their provider.
enum ProviderAliases {
    /// By the id, or kind, of the provider that is meant.
    ///
    /// An agent is not its vendor: `claude` is not `claude-code`.
    static let all: [String: [String]] = [
        "claude": [
            "클로드", "클라우드 ai", "anthropic", "앤트로픽", "앤스로픽", "claude api", "클로드 api", "claude.ai", "끌로드",
        ],
        "openai": [
            "오픈에이아이", "오픈 에이아이", "오픈ai", "오픈 ai", "open ai", "chatgpt", "챗지피티", "gpt", "chat gpt", "오픈에이 아이",
            "챗gpt", "챗 gpt", "챗 지피티", "지피티",
        ],
        "gemini": [
            "제미나이", "제미니", "재미나이", "google", "구글", "제미나이 api", "gemini api", "google gemini", "구글 제미나이",
        ],
        "claude-code": [
            "claude code", "클로드 코드", "클로드코드", "claudecode", "클로드 code", "claude 코드", "끌로드 코드", "cc",
        ],
        "codex": ["코덱스", "codex cli", "openai codex", "코덱스 cli", "오픈에이아이 코덱스"],
        "gemini-cli": [
            "gemini cli", "제미나이 cli", "제미니 cli", "제미나이 씨엘아이", "geminicli", "제미나이cli", "제미니 씨엘아이",
            "gemini 씨엘아이",
        ],
        "cursor": ["커서", "cursor ide"],
        "copilot": ["코파일럿", "github copilot", "깃허브 코파일럿", "코파일롯"],
    ]
}
