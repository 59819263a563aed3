/// One step of the schema: what both databases run, and what only one of them can.
///
/// A step only adds what programs of the step before can do without; what nobody needs any more goes in a later
/// one (expand, then contract), so that nodes can be replaced one after the other.
struct Migration {
    let version: Int
    /// The oldest program, by the last step it knows, that still works on this schema.
    let oldestProgram: Int
    private let common: [UInt8]
    private let sqlite: [UInt8]
    private let postgres: [UInt8]

    init(version: Int, oldestProgram: Int, common: [UInt8], sqlite: [UInt8] = [], postgres: [UInt8] = []) {
        self.version = version
        self.oldestProgram = oldestProgram
        self.common = common
        self.sqlite = sqlite
        self.postgres = postgres
    }

    /// Every step ever made, oldest first; a step that was released never changes.
    static let all = [
        Migration(
            version: 1,
            oldestProgram: 1,
            common: PackageResources._01_main_sql,
            sqlite: PackageResources._01_main_sqlite_sql,
            postgres: PackageResources._01_main_postgres_sql
        ),
        Migration(
            version: 2,
            oldestProgram: 1,
            common: PackageResources._02_nodes_sql
        ),
        Migration(
            version: 3,
            oldestProgram: 1,
            common: PackageResources._03_overview_sql
        ),
        Migration(
            version: 4,
            oldestProgram: 1,
            common: PackageResources._04_course_sql
        ),
        Migration(
            version: 5,
            oldestProgram: 1,
            common: PackageResources._05_scans_sql
        ),
        Migration(
            version: 6,
            oldestProgram: 1,
            common: PackageResources._06_accounts_sql
        ),
        Migration(
            version: 7,
            oldestProgram: 1,
            common: PackageResources._07_proofs_sql,
            sqlite: PackageResources._07_proofs_sqlite_sql,
            postgres: PackageResources._07_proofs_postgres_sql
        ),
        Migration(
            version: 8,
            oldestProgram: 1,
            common: PackageResources._08_secrets_sql
        ),
        Migration(
            version: 9,
            oldestProgram: 1,
            common: PackageResources._09_approvals_sql
        ),
        Migration(
            version: 10,
            oldestProgram: 1,
            common: PackageResources._10_oidc_sql
        ),
        Migration(
            version: 11,
            oldestProgram: 1,
            common: PackageResources._11_requests_sql
        ),
        Migration(
            version: 12,
            oldestProgram: 1,
            common: PackageResources._12_provider_gates_sql
        ),
        Migration(
            version: 13,
            oldestProgram: 1,
            common: PackageResources._13_alerts_sql
        ),
        Migration(
            version: 14,
            oldestProgram: 1,
            common: PackageResources._14_channels_sql
        ),
        Migration(
            version: 15,
            oldestProgram: 1,
            common: PackageResources._15_waves_sql
        ),
        Migration(
            version: 16,
            oldestProgram: 1,
            common: PackageResources._16_drift_sql
        ),
        Migration(
            version: 17,
            oldestProgram: 1,
            common: PackageResources._17_traces_sql
        ),
        Migration(
            version: 18,
            oldestProgram: 1,
            common: PackageResources._18_chat_sql
        ),
        Migration(
            version: 19,
            oldestProgram: 1,
            common: PackageResources._19_back_offs_sql
        ),
        Migration(
            version: 20,
            oldestProgram: 1,
            common: PackageResources._20_credential_expiry_sql
        ),
    ]

    /// The script as one database understands it.
    func script(for dialect: Dialect) -> String {
        let own =
            switch dialect {
            case .sqlite: sqlite
            case .postgres: postgres
            }
        var text = String(decoding: common, as: UTF8.self)
        // SQLite compares bytes; PostgreSQL would sort and compare by the locale of whoever made the database.
        if dialect == .postgres { text = text.replacing(" TEXT", with: " TEXT COLLATE \"C\"") }
        text += String(decoding: own, as: UTF8.self)
        for word in Dialect.Word.allCases {
            text = text.replacing("{{\(word.rawValue)}}", with: dialect.spelling(of: word))
        }
        return text
    }
}
