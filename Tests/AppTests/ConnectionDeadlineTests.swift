import HTTPTypes
import NIOCore
import NIOEmbedded
import Testing

@testable import App

/// How slow a body may be.
@Suite struct ConnectionDeadlineTests {
    private let server = EmbeddedServer(most: 100)

    /// Sends so many bytes each second, while the server asks for more all the time.
    ///
    /// - Returns: After how many seconds it was cut off; nil when it was not.
    private func drip(
        _ bytes: Int,
        seconds: Int,
        announcing length: Int? = nil,
        into channel: EmbeddedChannel
    )
        throws -> Int?
    {
        try channel.ask(.post, announcing: length, ends: false)
        for second in 0..<seconds {
            guard channel.isActive else { return second }
            try channel.send(bytes)
            channel.read()
            server.loop.advanceTime(by: .seconds(1))
        }
        return channel.isActive ? nil : seconds
    }

    @Test func aBodyThatDripsInIsCutOffAndToldWhy() throws {
        let channel = try server.open()
        #expect(try drip(4000, seconds: 60, announcing: 1_000_000, into: channel) == 15)
        #expect(try channel.nextStatus() == 408)
    }

    /// 64 KiB/s for a while: a mobile line at the largest upload.
    @Test(arguments: [(65_536, Int?.some(64 << 20), 1024), (20_000, .some(64 << 20), 3000), (5000, nil, 590)])
    func whoKeepsThePaceIsNotCutOff(bytes: Int, announced: Int?, seconds: Int) throws {
        let channel = try server.open()
        #expect(try drip(bytes, seconds: seconds, announcing: announced, into: channel) == nil)
        try channel.endRequest()
        try channel.answer()
        #expect(try channel.nextStatus() == 200)
    }

    @Test func aBodyWithoutALengthEndsAfterTenMinutes() throws {
        let channel = try server.open()
        let cut = try drip(65_536, seconds: 700, into: channel)
        #expect(cut.map((600...615).contains) == true)
    }

    @Test func whileTheServerAsksForNothingNobodyIsSlow() throws {
        let channel = try server.open()
        try channel.ask(.post, announcing: 1_000_000, ends: false)
        try channel.send(100)
        server.loop.advanceTime(by: .minutes(20))
        #expect(channel.isActive)
        // It asks again just before the pace is looked at.
        server.loop.advanceTime(by: .milliseconds(14_900))
        channel.read()
        server.loop.advanceTime(by: .seconds(1))
        #expect(channel.isActive)
        server.loop.advanceTime(by: .seconds(15))
        #expect(!channel.isActive)
    }

    @Test func whoWasAnsweredAlreadyIsToldNothingMore() throws {
        let channel = try server.open()
        try channel.ask(.post, announcing: 1000, ends: false)
        try channel.answer(.unauthorized)
        server.loop.advanceTime(by: .milliseconds(1900))
        #expect(channel.isActive)
        server.loop.advanceTime(by: .milliseconds(100))
        #expect(!channel.isActive)
        #expect(try channel.nextStatus() == 401)
        #expect(try channel.nextStatus() == nil)
    }
}
