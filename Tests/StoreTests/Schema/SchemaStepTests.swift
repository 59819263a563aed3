import Testing

@testable import Store

/// Nodes are replaced one after the other, so for a while programs of two versions share one schema.
@Suite struct SchemaStepTests {
    /// Rules that a later step may lay upon the rows of programs that do not know it, each for a reason.
    private static let allowed = [
        // Workers of step 1 take turns on a skill at a provider as well: this only holds them to it.
        "install_tasks_turn"
    ]

    @Test(arguments: Backend.available)
    func everyStepKeepsWhatTheProgramBeforeItUses(on backend: Backend) async throws {
        for step in Migration.all.indices.dropFirst() {
            let before = try await backend.schema(after: step)
            let after = try await backend.schema(after: step + 1)
            #expect(before.columns.subtracting(after.columns).isEmpty)
            #expect(before.unique.subtracting(after.unique).isEmpty)
            // What a program does not know, it does not write.
            let unknown = after.columns.subtracting(before.columns).filter {
                before.tables.contains($0.table)
            }
            #expect(unknown.filter(\.isRequired).isEmpty)
            let stricter = after.unique.union(after.checks).subtracting(before.unique).subtracting(
                before.checks
            )
            .filter { rule in
                before.tables.contains(rule.table) && !Self.allowed.contains { rule.text.contains($0) }
            }
            #expect(stricter.isEmpty)
        }
    }

    /// OP-05: a node of the version before works on while another has brought the schema up to date.
    @Test(arguments: Backend.available)
    func theNewestSchemaUnderstandsEveryStatementOfAnEarlierProgram(on backend: Backend) async throws {
        let earlier = try EarlierStatements(ofProgramWithSteps: 1, on: backend)
        #expect(earlier.statements.count > 60)
        try await backend.withDatabase { database in
            for statement in earlier.statements {
                await #expect(throws: Never.self, "\(statement.text)") {
                    try await database.write { try statement.prepare(on: $0) }
                }
            }
            // A column that is gone is noticed.
            try await database.write { try $0.runScript("ALTER TABLE providers DROP COLUMN last_check;") }
            await #expect(throws: StoreError.self) {
                for statement in earlier.statements {
                    try await database.write { try statement.prepare(on: $0) }
                }
            }
        }
    }

    @Test func theStepsAreNumberedAndPromiseOnlyWhatIsPossible() {
        let versions = Migration.all.map(\.version)
        #expect(versions.first == 1)
        #expect(zip(versions, versions.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Migration.all.allSatisfy { (1...$0.version).contains($0.oldestProgram) })
    }

    /// A promise that is not kept is noticed.
    @Test(arguments: Backend.available)
    func theDescriptionSeesWhatBreaksAProgram(on backend: Backend) async throws {
        try await backend.withDatabase { database in
            let before = try await database.read { try SchemaDescription(of: $0) }
            try await database.write { connection in
                try connection.runScript(
                    """
                    ALTER TABLE workers ADD COLUMN zone TEXT NOT NULL DEFAULT 'a';
                    ALTER TABLE providers DROP COLUMN last_check;
                    CREATE UNIQUE INDEX workers_process ON workers (process);
                    """
                )
            }
            let after = try await database.read { try SchemaDescription(of: $0) }
            #expect(before.columns.subtracting(after.columns).map(\.name) == ["last_check"])
            #expect(after.unique.subtracting(before.unique).map(\.table) == ["workers"])
            #expect(after.columns.subtracting(before.columns).map(\.isRequired) == [false])
        }
    }

    /// OP-05: from every earlier schema, with rows in it, to the newest.
    @Test(arguments: Backend.available)
    func rowsOfEveryEarlierSchemaSurvive(on backend: Backend) async throws {
        for step in 1...Migration.all.count {
            try await backend.withEmptyDatabase { database in
                try await Migrator(Array(Migration.all.prefix(step))).run(on: database)
                try await database.write { try $0.runScript(EarlierRows.script) }
                try await Migrator().run(on: database)
                try await EarlierRows.check(database)
            }
        }
    }

    /// A program meets the schema of the next one, which promises that they get along.
    @Test(arguments: Backend.available)
    func aNewerSchemaThatPromisesToGetAlongIsLeftAsItIs(on backend: Backend) async throws {
        try await backend.withEmptyDatabase { database in
            try await Migrator(Migration.all + [.next(oldestProgram: Migrator.newestVersion)]).run(
                on: database
            )
            try await Migrator().run(on: database)
            try await database.write { try $0.runScript(EarlierRows.script) }
            try await EarlierRows.check(database)
            let columns = try await database.read { try SchemaDescription(of: $0).columns.map(\.name) }
            #expect(columns.contains("mood"))
        }
    }

    @Test(arguments: Backend.available)
    func aNewerSchemaThatDoesNotIsRefused(on backend: Backend) async throws {
        try await backend.withEmptyDatabase { database in
            let newest = Migrator.newestVersion
            try await Migrator(Migration.all + [.next(oldestProgram: newest + 1)]).run(on: database)
            await #expect(throws: StoreError.newerSchema(found: newest + 1, known: newest)) {
                try await Migrator().run(on: database)
            }
        }
    }
}

extension Migration {
    /// A step that nobody has written yet.
    fileprivate static func next(oldestProgram: Int) -> Migration {
        Migration(
            version: Migrator.newestVersion + 1,
            oldestProgram: oldestProgram,
            common: Array(
                """
                ALTER TABLE install_tasks ADD COLUMN mood TEXT;
                CREATE TABLE moods (id TEXT PRIMARY KEY, reason TEXT NOT NULL);

                """.utf8
            )
        )
    }
}

extension Backend {
    /// The schema that the first so many steps make.
    fileprivate func schema(after steps: Int) async throws -> SchemaDescription {
        var found: SchemaDescription?
        try await withEmptyDatabase { database in
            try await Migrator(Array(Migration.all.prefix(steps))).run(on: database)
            found = try await database.read { try SchemaDescription(of: $0) }
        }
        return try #require(found)
    }
}
