import HTTPTypes
import NIOCore
import NIOEmbedded
import Testing

@testable import App

/// Who gives way when there are as many connections as a server takes.
@Suite struct OpenConnectionTests {
    @Test func newcomersAreLetInWhileAllOthersAreBusyAndGiveWayOnlyIfTheyAskNothing() throws {
        // Room for six, and two more until somebody gives way.
        let server = EmbeddedServer(most: 8)
        let busy = try (0..<6).map { _ in try server.openBusy() }
        let newcomer = try server.open()
        server.loop.run()
        #expect(newcomer.isActive, "who has only just come has had no time to ask")
        server.loop.advanceTime(by: .milliseconds(500))
        try newcomer.ask()
        try busy[3].answer()
        server.loop.advanceTime(by: .milliseconds(900))
        #expect(busy.areActive, "answered just now")
        // Nobody comes any more, and still there are too many.
        server.loop.advanceTime(by: .milliseconds(500))
        #expect(busy.filter { !$0.isActive }.count == 1 && !busy[3].isActive)
        #expect(newcomer.isActive)
    }

    @Test func oneGivesWayForEachNewcomerAndThoseIdleLongestFirst() throws {
        let server = EmbeddedServer(most: 8)
        var idle: [EmbeddedChannel] = []
        for _ in 0..<6 {
            idle.append(try server.open())
            server.loop.advanceTime(by: .seconds(1))
        }
        for number in 1...3 {
            _ = try server.openBusy()
            server.loop.run()
            #expect(idle.map { $0.isActive } == (0..<6).map { $0 >= number })
        }
    }

    @Test func anAddressHoldsAQuarterAndLosesItsOwn() throws {
        let server = EmbeddedServer(most: 16)
        let idle = try server.open(from: "198.51.100.1")
        server.loop.advanceTime(by: .seconds(2))
        var busy = try (0..<4).map { _ in try server.openBusy(from: "198.51.100.1") }
        server.loop.run()
        #expect(!idle.isActive && busy.areActive)
        let another = try server.openBusy(from: "198.51.100.1")
        let neighbour = try server.openBusy(from: "198.51.100.2")
        busy += try (0..<6).map { _ in try server.openBusy() }
        server.loop.run()
        #expect(!another.isActive, "although it asked at once")
        #expect(neighbour.isActive && busy.areActive)
        // Who leaves makes room.
        busy[0].close(promise: nil)
        let next = try server.openBusy(from: "198.51.100.1")
        server.loop.run()
        #expect(next.isActive)
    }

    /// A refusal that comes before the request has ended leaves nothing under way.
    @Test func whoWasAnsweredEarlyIsIdleOnceTheRequestHasEnded() throws {
        let server = EmbeddedServer(most: 4)
        let early = try server.open()
        try early.ask(.post, announcing: 1000, ends: false)
        try early.answer(.unauthorized)
        server.loop.advanceTime(by: .seconds(1))
        try early.endRequest()
        server.loop.advanceTime(by: .seconds(2))
        let busy = try (0..<3).map { _ in try server.openBusy() }
        server.loop.run()
        #expect(!early.isActive && busy.areActive)
    }

    /// A connection is told to close, and before its loop comes to that, a request comes and the other side resets it.
    @Test func whatHasEndedTakesNoRoomHoweverItEnded() throws {
        let server = EmbeddedServer(most: 4)
        let ended = try server.open()
        server.loop.advanceTime(by: .seconds(2))
        let busy = try (0..<3).map { _ in try server.openBusy() }
        try ended.ask()
        ended.close(promise: nil)
        server.loop.run()
        try busy[0].answer()
        busy[1].close(promise: nil)
        server.loop.advanceTime(by: .seconds(2))
        // Three, as many as there is room for.
        _ = try server.open()
        server.loop.advanceTime(by: .seconds(2))
        #expect(busy[0].isActive)
    }
}
