import Contract
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (1_800_000_000_123_456, "2027-01-15T08:00:00.123456Z"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
        (-62_167_219_200_000_000, "0000-01-01T00:00:00.000000Z"),
        (-62_167_219_199_999_999, "0000-01-01T00:00:00.000001Z"),
        (-62_162_035_200_000_001, "0000-02-29T23:59:59.999999Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
    ])
    func theTextOfATimeReadsBackAsTheSameTime(_ microseconds: Int64, _ text: String) {
        let time = Timestamp(microseconds: microseconds)
        #expect(time.description == text)
        #expect(Timestamp(text) == time)
    }

    @Test func offsetsAndShortFractionsAreRead() {
        #expect(Timestamp("1970-01-01T09:00:00+09:00")?.microseconds == 0)
        #expect(Timestamp("1970-01-01T00:00:00.5Z")?.microseconds == 500_000)
    }

    @Test(arguments: ["+09:00", "-03:30", "+00:00", "+23:59"])
    func anOffsetReadsBackAsItself(_ text: String) throws {
        let moment = Timestamp(microseconds: 1_800_000_000_123_456)
        let offset = try #require(UTCOffset(text))
        #expect(offset.description == text)
        #expect(offset.text(of: moment).hasSuffix(text))
        #expect(Timestamp(offset.text(of: moment)) == moment)
    }

    @Test(arguments: [
        "", "Z", "+9:00", "+24:00", "+09:60", "09:00", "+0900", "Asia/Seoul", "+09:00Z", ".0000Z", ".9999z",
    ])
    func anythingElseIsNoOffset(_ text: String) {
        #expect(UTCOffset(text) == nil)
    }

    @Test(arguments: [
        "", "1970-01-01", "1970-13-01T00:00:00Z", "2027-02-29T00:00:00Z", "2027-04-31T00:00:00Z",
        "1970-01-01T00:00:00", "1970-01-01T00:00:00.Z", "x",
    ])
    func anythingElseIsNoTime(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: [
        "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:00-00:01", "9999-12-31T23:59:60Z",
    ])
    func aTimeThatItsOffsetMovesOutOfTheFourDigitYearsIsNoTime(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func offsetsMayPointToTheEdges() {
        #expect(Timestamp("0000-01-01T23:59:00+23:59")?.description == "0000-01-01T00:00:00.000000Z")
        #expect(Timestamp("9999-12-31T23:58:59-00:01")?.description == "9999-12-31T23:59:59.000000Z")
    }

    @Test(arguments: [
        (253_402_300_800_000_000, "10000-01-01T00:00:00.000000Z"),
        (-62_167_219_200_000_001, "-0001-12-31T23:59:59.999999Z"),
        (Int64.max, "294247-01-10T04:00:54.775807Z"), (Int64.min, "-290308-12-21T19:59:05.224192Z"),
    ])
    func farOffTimesAreWrittenWhole(_ microseconds: Int64, _ text: String) {
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    @Test func arithmeticStopsAtTheFirstAndTheLastMoment() {
        let (first, last) = (Timestamp(microseconds: .min), Timestamp(microseconds: .max))
        #expect(Duration.seconds(Int64.max).wholeMicroseconds == .max)
        #expect((Duration.seconds(Int64.max) * 10).wholeMicroseconds == .max)
        #expect((Duration.seconds(Int64.min) * 10).wholeMicroseconds == .min)
        #expect(Duration.milliseconds(-1).wholeMicroseconds == -1000)
        #expect(last + .microseconds(1) == last)
        #expect(last - .microseconds(-1) == last)
        #expect(first + .microseconds(-1) == first)
        #expect(first - .microseconds(1) == first)
        #expect(Timestamp(microseconds: 0) + .seconds(Int64.max) == last)
        #expect(last - first == .microseconds(Int64.max))
        #expect(first - last == .microseconds(Int64.min))
    }

    @Test func identifiersSortByTheirTime() {
        let ids = (0..<1000).map { UUIDv7.make(at: Timestamp(microseconds: 1_800_000_000_000_000 + $0)) }
        #expect(ids == ids.sorted())
        #expect(ids[0].count == 36)
        #expect(Array(ids[0])[14] == "7")
    }
}
