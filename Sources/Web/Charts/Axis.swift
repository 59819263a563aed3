/// Where an axis of whole numbers has its marks: at steps of 1, 2 or 5 times a power of ten.
struct Axis: Equatable, Sendable {
    let step: Int
    /// The last mark; nothing lies beyond it.
    let top: Int

    /// - Parameters:
    ///   - maximum: What has to fit; less than one counts as one, so that an axis always has a height.
    ///   - marks: About how many marks there may be above zero, at least one.
    init(upTo maximum: Int, marks: Int = 4) {
        // Beyond this no chart is read, and the sums below stay far from the end of the number.
        let maximum = min(max(maximum, 1), 1_000_000_000)
        var power = 1
        var step = 1
        search: while true {
            for factor in [1, 2, 5] {
                step = factor * power
                if step * max(marks, 1) >= maximum { break search }
            }
            power *= 10
        }
        self.step = step
        top = (maximum + step - 1) / step * step
    }

    /// From zero to the top.
    var marks: [Int] { Array(stride(from: 0, through: top, by: step)) }

    /// How far up a value stands, from 0 to 1.
    func share(of value: Int) -> Double {
        Double(min(max(value, 0), top)) / Double(top)
    }
}
