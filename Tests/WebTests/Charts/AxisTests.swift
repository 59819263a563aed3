import Testing

@testable import Web

@Suite struct AxisTests {
    @Test(arguments: [
        (0, 1, 1), (1, 1, 1), (3, 1, 3), (4, 1, 4), (5, 2, 6), (8, 2, 8), (9, 5, 10), (19, 5, 20),
        (21, 10, 30),
        (99, 50, 100), (101, 50, 150), (100_000, 50_000, 100_000),
    ])
    func marksStandAtStepsPeopleCountIn(maximum: Int, step: Int, top: Int) {
        let axis = Axis(upTo: maximum)
        #expect(axis.step == step)
        #expect(axis.top == top)
    }

    @Test(arguments: [-5, 0, 1, 7, 250, 12_345, .max])
    func everythingFitsUnderFewMarks(maximum: Int) {
        let axis = Axis(upTo: maximum)
        #expect(axis.marks.first == 0)
        #expect(axis.marks.last == axis.top)
        #expect((2...5).contains(axis.marks.count))
        #expect(axis.top >= min(maximum, 1_000_000_000))
    }

    @Test func sharesStayInside() {
        let axis = Axis(upTo: 10)
        #expect(axis.share(of: -1) == 0)
        #expect(axis.share(of: 5) == 0.5)
        #expect(axis.share(of: 11) == 1)
    }
}
