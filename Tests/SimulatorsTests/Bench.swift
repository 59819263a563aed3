import AsyncHTTPClient
import Bundles
import Contract
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import Simulators

/// A running simulator and a client to ask it.
struct Bench: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]

        func json(_ path: String...) throws -> JSONValue {
            path.reduce(try JSON.decode(JSONValue.self, from: body)) { $0[$1] }
        }
    }

    let simulator: RunningSimulator

    /// Runs `body` with a simulator of its own and stops it afterwards.
    static func run(
        _ options: SimulatorOptions = SimulatorOptions(),
        _ body: (Bench) async throws -> Void
    ) async throws {
        let bench = Bench(simulator: try await Simulator.start(options: options))
        do {
            try await body(bench)
        } catch {
            await bench.simulator.stop()
            throw error
        }
        await bench.simulator.stop()
    }

    func send(
        _ method: HTTPMethod,
        _ url: String,
        _ headers: [(String, String)] = [],
        body: [UInt8] = [],
        timeout: TimeAmount = .seconds(30)
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers = HTTPHeaders([("authorization", "Bearer token")] + headers)
        if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: timeout)
        let content = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code),
            headers: response.headers,
            body: Array(content.readableBytesView)
        )
    }

    func create(on vendor: ProviderKind, _ zip: [UInt8]) async throws -> Answer {
        let base = simulator.baseURL(for: vendor)
        let url = vendor == .claude ? base + "/v1/skills" : base + "/skills"
        return try await send(.POST, url, [("content-type", Form.type)], body: Form.body(zip))
    }
}

/// A form with one zip in it.
enum Form {
    static let type = "multipart/form-data; boundary=\"frontier\""

    static func body(_ zip: [UInt8]) -> [UInt8] {
        let disposition = "Content-Disposition: form-data; name=\"files[]\"; filename=\"skill.zip\""
        let head = "--frontier\r\n\(disposition)\r\nContent-Type: application/zip\r\n\r\n"
        return Array(head.utf8) + zip + Array("\r\n--frontier--\r\n".utf8)
    }
}

/// The folder of one test, removed with it.
struct Scratch: ~Copyable {
    let path = NSTemporaryDirectory() + "simulators-" + UUID().uuidString

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // Left behind, it is in the way of nothing.
        try? FileManager.default.removeItem(atPath: path)
    }
}

func demoFiles(name: String = "demo-skill", text: String = "Say hello.") -> [BundleFile] {
    let manifest = "---\nname: \(name)\ndescription: Demo.\n---\n\n\(text)\n"
    return [
        BundleFile(path: "SKILL.md", isExecutable: false, content: Array(manifest.utf8)),
        BundleFile(path: "scripts/run.sh", isExecutable: true, content: Array("echo hi\n".utf8)),
    ]
}

func demoZip(name: String = "demo-skill", text: String = "Say hello.") throws -> [UInt8] {
    try BundlePacking.zip(demoFiles(name: name, text: text), topFolder: name)
}
