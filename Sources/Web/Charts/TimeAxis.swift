/// Where an axis of time has its marks: at steps that people count in.
struct TimeAxis: Equatable, Sendable {
    /// Between two marks, in milliseconds.
    let step: Int
    /// The right end, in milliseconds from the left one.
    let length: Int

    private static let steps: [Int] = {
        let second = 1000
        let minute = 60 * second
        let hour = 60 * minute
        let short = [1, 2, 5, 10, 20, 50, 100, 200, 500] + [1, 2, 5, 10, 15, 30].map { $0 * second }
        let long = [1, 2, 5, 10, 15, 30].map { $0 * minute } + [1, 2, 3, 6, 12, 24].map { $0 * hour }
        return short + long
    }()

    /// - Parameters:
    ///   - milliseconds: What has to fit; at least ten are shown, so that an axis has a length.
    ///   - marks: How many marks there may be after the first.
    init(upTo milliseconds: Int, marks: Int = 6) {
        length = max(milliseconds, 10)
        let least = (length + marks - 1) / marks
        let day = 24 * 3_600_000
        step = Self.steps.first { $0 >= least } ?? (least + day - 1) / day * day
    }

    var marks: [Int] { Array(stride(from: 0, through: length, by: step)) }

    func share(of milliseconds: Int) -> Double {
        Double(min(max(milliseconds, 0), length)) / Double(length)
    }
}
