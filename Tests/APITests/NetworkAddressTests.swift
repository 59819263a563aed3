import HTTPTypes
import Requests
import Synchronization
import Testing

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("[::1]", "0:0:0:0::/64"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
    ])
    func oneCustomerHasOneText(_ text: String, _ customer: String) {
        #expect(NetworkAddress(text)?.customer == customer)
    }

    @Test(arguments: [
        "", "x", "192.0.2", "192.0.2.7:80", "192.0.2.07x", "unknown", "[192.0.2.1", "_hidden", "1.2.3.4, 5",
    ])
    func anythingElseIsNoAddress(_ text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "a", "::/129", "10.0.0.1/8/8"])
    func proxiesAreAddressesOrNetworks(_ text: String) {
        #expect(TrustedProxies(text) == nil)
    }

    @Test func aStrangersWordCountsForNothing() throws {
        let proxies = try #require(TrustedProxies("10.0.0.0/8, 2001:db8:ffff::/48,192.0.2.128/25"))
        func caller(_ peer: String?, _ forwarded: String?) -> String? {
            proxies.caller(peer: peer, forwarded: forwarded)
        }
        #expect(caller("203.0.113.1", "198.51.100.7") == "203.0.113.1")
        #expect(caller("10.1.2.3", "198.51.100.7") == "198.51.100.7")
        #expect(caller("10.1.2.3", nil) == "10.1.2.3")
        #expect(caller("10.1.2.3", "") == "10.1.2.3")
        // What stands before the last that a trusted one wrote, the caller may have made up.
        #expect(caller("10.1.2.3", "1.1.1.1, 198.51.100.7") == "198.51.100.7")
        #expect(caller("10.1.2.3", "1.1.1.1,198.51.100.7, 10.9.9.9") == "198.51.100.7")
        #expect(caller("10.1.2.3", "198.51.100.7, nonsense") == "10.1.2.3")
        #expect(caller("2001:db8:ffff:1::1", "2001:db8:5:6::7") == "2001:db8:5:6::/64")
        #expect(caller("192.0.2.129", "198.51.100.7") == "198.51.100.7")
        #expect(caller("192.0.2.127", "198.51.100.7") == "192.0.2.127")
        #expect(caller(nil, "198.51.100.7") == nil)
        #expect(TrustedProxies.none.caller(peer: "10.1.2.3", forwarded: "198.51.100.7") == "10.1.2.3")
    }

    @Test func aProxyThatNobodyNamedIsTalkedAboutOnce() throws {
        let told = Mutex<[String]>([])
        let proxies = try #require(TrustedProxies("10.0.0.0/8"))
        let callers = CallerAddresses(proxies) { text in told.withLock { $0.append(text) } }
        let forwarded: HTTPFields = [CallerAddresses.forwardedFor: "198.51.100.7"]
        #expect(callers.address(peer: "10.1.2.3", forwarded) == "198.51.100.7")
        #expect(callers.address(peer: "203.0.113.1", [:]) == "203.0.113.1")
        #expect(told.withLock { $0.isEmpty })
        for _ in 0..<3 { #expect(callers.address(peer: "203.0.113.1", forwarded) == "203.0.113.1") }
        #expect(told.withLock { $0.count } == 1)
        #expect(told.withLock { $0.first?.contains("203.0.113.1") } == true)
    }
}
