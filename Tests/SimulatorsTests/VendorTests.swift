import Bundles
import Contract
import Domain
import Foundation
import HTTPTypes
import NIOHTTP1
import Synchronization
import Testing

@testable import Simulators

@Suite struct VendorTests {
    @Test func theDigestIsThatOfTheFilesThatWereSent() async throws {
        try await Bench.run { bench in
            _ = try await bench.create(on: .openai, demoZip())
            _ = try await bench.create(on: .claude, demoZip())
            let digest = BundleDigest.digest(of: demoFiles())
            #expect(bench.simulator.state[.openai].first?.versions.first?.digest == digest)
            #expect(bench.simulator.state[.claude].first?.versions.first?.digest == digest)
            #expect(bench.simulator.requests.vendors["google"] == [:])
        }
    }

    @Test func theRegistryAnswersAKeyOnceAndForAll() async throws {
        try await Bench.run { bench in
            let url = bench.simulator.baseURL(for: .http) + "/skills"
            let headers = [
                ("skill-name", "demo"), ("skill-version", "3"), ("digest-sha256", "d"),
                ("idempotency-key", "k"),
            ]
            let first = try await bench.send(.POST, url, headers, body: Array("zip".utf8))
            let second = try await bench.send(.POST, url, headers, body: Array("zip".utf8))
            #expect(first.status == 201 && second.status == 200 && first.body == second.body)
            #expect(try first.json("version") == "3")
            let id = try #require(try first.json("id").string)
            #expect(try await bench.send(.GET, url + "/" + id).status == 200)
            #expect(try await bench.send(.DELETE, url + "/" + id).status == 204)
            #expect(try await bench.send(.DELETE, url + "/" + id).status == 404)
            #expect(bench.simulator.state[.http].isEmpty)
        }
    }

    @Test func idsAtGoogleAreReservedForADayAfterTheirRemoval() throws {
        let clock = Clock()
        let google = GoogleSimulator(skills: try Shelf(file: nil), behavior: .init()) { clock.now }
        let zip = try BundlePacking.zip(demoFiles())
        #expect(try google.create("demo", zip)["done"] == false)
        #expect(throws: Refusal.self) { try google.create("demo", zip) }
        clock.advance(.seconds(1))
        #expect(try google.get("/demo")["state"] == "ACTIVE")
        _ = try google.ask("DELETE", "/demo")
        #expect(try google.get("/demo")["state"] == "DELETING")
        clock.advance(.seconds(1))
        #expect(throws: Refusal.self) { try google.get("/demo") }
        clock.advance(.seconds(86_399))
        #expect(throws: Refusal.self) { try google.create("demo", zip) }
        clock.advance(.seconds(1))
        #expect(try google.create("demo", zip)["done"] == false)
    }

    @Test func aFailedCreationCanBeForgotten() throws {
        let clock = Clock()
        var behavior = GoogleBehavior()
        behavior.keepsFailedSkills = false
        let google = GoogleSimulator(skills: try Shelf(file: nil), behavior: behavior) { clock.now }
        let operation = try google.create("demo", Array("no zip".utf8))
        let name = try #require(operation["name"].string?.split(separator: "/").last)
        let ended = try google.get("/demo/operations/\(name)")
        #expect(ended["done"] == true && ended["error"]["code"] == 3)
        #expect(throws: Refusal.self) { try google.get("/demo") }
        #expect(try google.create("demo", BundlePacking.zip(demoFiles()))["done"] == false)
    }

    @Test func formsKeepFoldersAndQuotesInFilenames() throws {
        let text =
            "--b\r\nContent-Disposition: form-data; name=\"files[]\"; filename=\"a;b/%22c%22.md\"\r\n\r\n"
            + "one\r\n--b\r\ncontent-disposition: form-data; name=default\r\n\r\n\r\n--b--"
        let parts = try Multipart.parts(of: Array(text.utf8), contentType: "multipart/form-data; boundary=b")
        #expect(
            parts == [
                FormPart(name: "files[]", filename: "a;b/\"c\".md", content: Array("one".utf8)),
                FormPart(name: "default", filename: nil, content: []),
            ]
        )
    }

    @Test(arguments: ["--b\r\n", "--b\r\nx: y\r\n\r\nopen", "nothing", ""])
    func brokenFormsAreRefused(_ text: String) {
        #expect(throws: Multipart.Fault.malformed) {
            try Multipart.parts(of: Array(text.utf8), contentType: "multipart/form-data; boundary=b")
        }
    }
}

/// A clock that stands still until it is told otherwise.
final class Clock: Sendable {
    private let time = Mutex(Timestamp(microseconds: 1_795_341_600_000_000))

    var now: Timestamp { time.withLock { $0 } }

    func advance(_ duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }
}

extension GoogleSimulator {
    func ask(
        _ method: String,
        _ path: String,
        query: [String: String] = [:],
        body: [UInt8] = []
    ) throws -> JSONValue {
        let parts = "v1beta1/projects/p/locations/l/skills\(path)".split(separator: "/").map { String($0) }
        let call = Call(
            method: method,
            path: parts,
            query: query,
            headers: [.authorization: "Bearer token"],
            body: body
        )
        return try JSON.decode(JSONValue.self, from: try answer(call, operation: nil).body)
    }

    func get(_ path: String) throws -> JSONValue { try ask("GET", path) }

    func create(_ id: String, _ zip: [UInt8]) throws -> JSONValue {
        let body: JSONValue = [
            "displayName": "d", "zippedFilesystem": .string(Data(zip).base64EncodedString()),
        ]
        return try ask("POST", "", query: ["skillId": id], body: JSON.encode(body))
    }
}
