import Store

extension CommandRefusal {
    static func noDatabase(_ path: String) -> CommandRefusal {
        CommandRefusal(
            "There is no database at \(path).",
            next: "Name the one you mean with --data or as sqlite:PATH."
        )
    }

    static let backedUpElsewhere = CommandRefusal(
        "PostgreSQL is backed up with its own tools.",
        next:
            "pg_dump --format=custom --file=FILE \"$SKILLYARD_DATABASE_URL\"; docs/operations.md says more.",
        status: .usage
    )

    static func inUse(_ sentence: String) -> CommandRefusal {
        CommandRefusal(
            "The source is in use: \(sentence)",
            next:
                "Stop every server and worker on it; or add --rehearse for a copy that does nothing at the vendors."
        )
    }

    init(_ refusal: TransferRefusal) {
        switch refusal {
        case .sourceSchema(let found, let known):
            self.init(
                "The source has schema \(found), and this program writes \(known).",
                next: found < known
                    ? "Bring it there with `skillyard migrate`, then copy."
                    : "Use the program that wrote it."
            )
        case .foreignTarget(let table):
            self.init(
                "The target is somebody else's: it holds a table \(table).",
                next: "Take a database or a schema of its own."
            )
        case .targetNotEmpty(let table):
            self.init("The target is not empty: \(table) has rows.", next: "Take a new database.")
        case .layoutsDiffer(let table):
            self.init(
                "Source and target differ in the table \(table), though both have the same schema version.",
                next: "Take a new database as the target; if it stays, report it."
            )
        case .contentsDiffer(let table):
            self.init(
                "The copy of the table \(table) does not read back as it was sent; nothing was kept of it.",
                next: "Check the disk and the memory of both machines, and try again."
            )
        }
    }

    /// What a database said while a command worked on it.
    ///
    /// - Parameters:
    ///   - error: As it came from the database.
    ///   - about: What it kept from happening, without a full stop.
    init(_ error: StoreError, about: String) {
        switch error {
        case .unavailable(let reason):
            self.init(
                "\(about): \(reason).",
                next: "Mend that and try again; nothing was changed.",
                status: .failure
            )
        case .newerSchema(let found, let known):
            self.init(
                "\(about): the database has schema \(found), and this program knows \(known).",
                next: "Use the program that wrote the database, or a newer one."
            )
        case .corrupt(let what):
            self.init("\(about): \(what).", next: "Take the last good backup.")
        case .conflict:
            self.init(
                "\(about): a row stands there already.",
                next: "Take an empty database.",
                status: .failure
            )
        case .rejected(let reason):
            self.init(
                "\(about): the database refused a statement (\(reason)).",
                next: "Bring the database to this program's schema with `skillyard migrate`."
            )
        case .invalidCursor:
            self.init("\(about).", next: "Try again.", status: .failure)
        }
    }
}
