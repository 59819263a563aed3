package import Contract
package import Domain

/// Tasks that were found, and those among them that cannot be read.
package struct FoundTasks: Equatable, Sendable {
    package private(set) var tasks: [InstallTask] = []
    /// To be given up: nobody could ever finish them.
    package private(set) var unreadable: [UnreadableTask] = []

    package var count: Int { tasks.count + unreadable.count }

    mutating func add(_ rows: [Row]) throws(StoreError) {
        for row in rows {
            do { tasks.append(try InstallTask(row: row)) } catch {
                unreadable.append(try UnreadableTask(row: row))
            }
        }
    }
}

/// A task whose row this program did not write like that.
package struct UnreadableTask: Equatable, Sendable {
    package let task: TaskID
    package let run: RunID
    package let skill: String
    package let provider: ProviderID
    /// The state it was found in.
    package let status: TaskStatus
    /// In which it begins; nil where its run has none.
    package let wave: Int?
    /// The request that asked for it last.
    package let requestID: String?

    init(row: Row) throws(StoreError) {
        task = try row.identifier("id")
        run = try row.identifier("run_id")
        skill = try row.text("skill")
        provider = try row.identifier("provider_id")
        status = try row.word("status")
        wave = row.optionalInteger("wave").map { Int($0) }
        requestID = row.optionalText("request_id")
    }
}
