/// The source's side: reads every table and passes it on.
struct TransferSender {
    private let connection: any Connection
    private let handover: Handover<TransferPiece>
    private let progress: @Sendable (TransferProgress) -> Void

    init(
        _ connection: any Connection,
        _ handover: Handover<TransferPiece>,
        _ progress: @escaping @Sendable (TransferProgress) -> Void
    ) {
        self.connection = connection
        self.handover = handover
        self.progress = progress
    }

    func send(_ tables: [TableLayout]) throws {
        try handover.enter(.sender)
        var contents: [TableContent] = []
        for (place, table) in tables.enumerated() {
            contents.append(try send(table, at: place))
            if let last = try Numbering(of: table, connection)?.last() {
                try handover.put(.sequence(table: place, last: last))
            }
        }
        try handover.put(.end(contents))
    }

    private func send(_ table: TableLayout, at place: Int) throws -> TableContent {
        let total =
            try connection.run(
                "SELECT count(*) AS n FROM \(quoted(table.name)) WHERE \(table.holdsSomething)"
            ).first?.int("n") ?? 0
        var content = TableContent()
        try TableReader(table, of: connection).read { rows in
            for row in rows { content.add(row) }
            try handover.put(.rows(table: place, rows))
            progress(TransferProgress(step: .copying, table: table.name, rows: content.rows, total: total))
        }
        return content
    }
}
