import Bundles
import Contract

extension ScanCase {
    /// Random letters and no key of anybody; put together here, so that no scanner takes this file for a leak.
    private static let letters = "aB3dE5gH7jK9mN2pQ4sT6vW8yZ1bC3eF5hJ7kM9nP2rS4tV6xY8zA1cD3f"

    private static func key(_ prefix: String, _ count: Int) -> String { prefix + letters.prefix(count) }

    private static func privateKey(_ title: String, _ body: String) -> String {
        "-----BEGIN \(title)PRIVATE KEY-----\n\(body)\n-----END \(title)PRIVATE KEY-----\n"
    }

    static let secrets: [ScanCase] = [
        .init(
            .vendorKey,
            .block,
            "references/notes.md",
            "Use \(key("ghp" + "_", 36)) for now.\n",
            twin: "Use ghp" + "_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx for now.\n"
        ),
        .init(
            .vendorKey,
            .block,
            "scripts/a.py",
            "KEY = '\(key("sk-" + "ant-api03-", 48))'\n",
            twin: "KEY = os.environ['ANTHROPIC_API_KEY']  # sk-" + "ant-...\n"
        ),
        .init(
            .vendorKey,
            .block,
            "settings.json",
            "{\"key\": \"AK" + "IAQ7ZP3M2XK5T4WJ6B\"}\n",
            twin: "{\"key\": \"AK" + "IAIOSFODNN7EXAMPLE\"}\n"
        ),
        .init(
            .privateKey,
            .block,
            "assets/id_rsa",
            privateKey("RSA ", "\(letters)Qw/8\n\(letters)+Zx7"),
            twin: privateKey("RSA ", "...\nyour key here")
        ),
        .init(
            .privateKey,
            .block,
            "scripts/sign.py",
            "KEY = '-----BEGIN PRIVATE KEY-----\\n\(letters)Aq8+\\n'\n",
            twin: "if '-----BEGIN PRIVATE KEY-----' in text:\n    raise ValueError('never commit keys')\n"
        ),
        .init(
            .assignedSecret,
            .warning,
            "scripts/a.js",
            "const apiToken = \"\(letters.prefix(32))\"\n",
            twin:
                "const apiToken = \"your-token-goes-here-please\"\nconst token = process.env.API_TOKEN_FOR_A1b2\n"
        ),
        .init(
            .assignedSecret,
            .warning,
            "config.ini",
            "client_secret=9f86d081884c7d659a2feaa0c55ad015\n",
            twin: "max_tokens=4096\nsecret_name=projects/prod/secrets/db\n"
        ),
        .init(
            .connectionString,
            .warning,
            "config.ini",
            "url = postgres://app:Tr0ub4dor88@db.corp.net:5432/app\n",
            twin: "url = postgres://app:password@localhost:5432/app\n"
        ),
        .init(
            .webToken,
            .warning,
            "references/a.md",
            "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.\(letters.prefix(43))\n",
            twin: "Bearer eyJhbGciOi... (a JWT has three parts)\n"
        ),
    ]
}
