/// One step of the schema: what both databases run, and what only one of them can.
struct Migration {
    let version: Int
    private let common: [UInt8]
    private let sqlite: [UInt8]
    private let postgres: [UInt8]

    /// Every step ever made, oldest first; a step that was released never changes.
    static let all = [
        Migration(
            version: 1,
            common: PackageResources._01_main_sql,
            sqlite: PackageResources._01_main_sqlite_sql,
            postgres: []
        )
    ]

    /// The script as one database understands it.
    func script(for dialect: Dialect) -> String {
        let own =
            switch dialect {
            case .sqlite: sqlite
            case .postgres: postgres
            }
        var text = String(decoding: common + own, as: UTF8.self)
        for word in Dialect.Word.allCases {
            text = text.split(separator: "{{\(word.rawValue)}}", omittingEmptySubsequences: false)
                .joined(separator: dialect.spelling(of: word))
        }
        return text
    }
}
