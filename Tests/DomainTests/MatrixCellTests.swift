import Contract
import Domain
import Testing

@Suite struct MatrixCellTests {
    private func cell(_ status: TaskStatus?, installed: Int?, latest: Int = 2) -> MatrixCell {
        let last = status.map {
            LastTarget(
                runID: RunID(rawValue: "r"),
                status: $0,
                at: Timestamp(microseconds: 7),
                code: .authFailed
            )
        }
        return MatrixCell(
            provider: ProviderID(rawValue: "p"),
            latestVersion: latest,
            installedVersion: installed,
            last: last
        )
    }

    @Test(arguments: [
        (TaskStatus.queued, MatrixCell.State.waiting), (.retryWait, .waiting), (.running, .running),
        (.failed, .failed),
    ])
    func anOpenOrFailedTargetDecides(_ status: TaskStatus, _ state: MatrixCell.State) {
        for installed in [nil, 1, 2] {
            let cell = cell(status, installed: installed)
            #expect(cell.state == state)
            #expect(cell.installedVersion == installed)
            #expect(cell.runID == RunID(rawValue: "r"))
            #expect(cell.at == Timestamp(microseconds: 7))
            #expect(cell.code == (state == .failed ? .authFailed : nil))
        }
    }

    @Test(arguments: [nil, TaskStatus.success, .canceled, .skipped])
    func otherwiseWhatIsInstalledDoes(_ status: TaskStatus?) {
        #expect(cell(status, installed: nil).state == .absent)
        #expect(cell(status, installed: 1).state == .outdated)
        #expect(cell(status, installed: 2).state == .current)
        // Version 3 was yanked after it was installed.
        #expect(cell(status, installed: 3).state == .current)
        #expect(cell(status, installed: 1).code == nil)
        #expect(cell(nil, installed: 1).runID == nil)
    }
}
