// swift-tools-version: 6.3
import PackageDescription

// The arrows of this file are the architecture: a target can import only what stands here.
//
//   Web, API, Chat ─▶ Contract ◀─ Engine ─▶ Store ◀─ StoreSQLite, StorePostgres
//   Web ─▶ Markdown;  Web, API ─▶ Streams ─▶ Requests;  Web, CLI (App) ─▶ StateFiles ─▶ Requests
//   CLI (App) ─▶ Client ─▶ Contract         Engine ─▶ Domain ◀─ Providers, Downloads, Messaging, OpenID
//   MCP ─▶ Chat, Requests, Contract
//   Engine, CLI (App) ─▶ Chat;  Engine, Store, CLI (App) ─▶ Proofs ─▶ Contract        API, Engine ─▶ Traces ─▶ Contract
//
// Front ends never see Engine or Store; Engine never sees Providers or HTTP; only App sees everything.

let relaxed: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
    // A misspelt feature name would otherwise be ignored in silence.
    .treatWarning("StrictLanguageFeatures", as: .error),
]

/// Everything but the targets that talk to C libraries all the time, and their tests.
let strict = relaxed + [.strictMemorySafety()]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let tracing: Target.Dependency = .product(name: "Tracing", package: "swift-distributed-tracing")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let package = Package(
    name: "skillyard",
    products: [.executable(name: "skillyard", targets: ["skillyard"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/vapor/jwt-kit.git", from: "5.7.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    ],
    targets: [
        // What everyone says, and what is true whatever the database or the network.
        .target(name: "Contract", swiftSettings: strict),
        .target(name: "Domain", dependencies: ["Contract"], swiftSettings: strict),

        // What happens as spans of traces, for whoever collects them.
        .target(name: "Traces", dependencies: ["Contract", tracing], swiftSettings: strict),

        // Skills: SKILL.md, archives, digests.
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "Bundles",
            dependencies: [
                "Contract", "Domain", "CArchive", "CZlib", crypto,
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: relaxed
        ),

        // What can be proved to others: hash chains, signatures, and how both are checked without a server.
        .target(name: "Proofs", dependencies: ["Contract", crypto], swiftSettings: strict),

        // Storage.
        .target(
            name: "Store",
            dependencies: ["Contract", "Domain", "Proofs", crypto],
            resources: [
                .embedInCode("Schema/001_main.sql"),
                .embedInCode("Schema/001_main.sqlite.sql"),
                .embedInCode("Schema/001_main.postgres.sql"),
                .embedInCode("Schema/002_nodes.sql"),
                .embedInCode("Schema/003_overview.sql"),
                .embedInCode("Schema/004_course.sql"),
                .embedInCode("Schema/005_scans.sql"),
                .embedInCode("Schema/006_accounts.sql"),
                .embedInCode("Schema/007_proofs.sql"),
                .embedInCode("Schema/007_proofs.sqlite.sql"),
                .embedInCode("Schema/007_proofs.postgres.sql"),
                .embedInCode("Schema/008_secrets.sql"),
                .embedInCode("Schema/009_approvals.sql"),
                .embedInCode("Schema/010_oidc.sql"),
                .embedInCode("Schema/011_requests.sql"),
                .embedInCode("Schema/012_provider_gates.sql"),
                .embedInCode("Schema/013_alerts.sql"),
                .embedInCode("Schema/014_channels.sql"),
                .embedInCode("Schema/015_waves.sql"),
                .embedInCode("Schema/016_drift.sql"),
                .embedInCode("Schema/017_traces.sql"),
                .embedInCode("Schema/018_chat.sql"),
                .embedInCode("Schema/019_back_offs.sql"),
                .embedInCode("Schema/020_credential_expiry.sql"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "StoreSQLite",
            dependencies: [
                "Store",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "StorePostgres", dependencies: ["Store", "CLibPQ"], swiftSettings: relaxed),

        // The vendors, real and simulated.
        .systemLibrary(name: "CRename"),
        .target(
            name: "Providers",
            dependencies: [
                "Contract", "Domain", "Bundles", "CRename", crypto, httpClient, nioCore, nioHTTP1, nioPosix,
                .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: strict
        ),
        // Signing in at somebody else's.
        .target(
            name: "OpenID",
            dependencies: [
                "Contract", "Domain", crypto, httpClient, nioCore, nioHTTP1,
                .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Simulators",
            dependencies: [
                "Contract", "Domain", "Bundles", crypto, hummingbird, httpTypes, logging, nioCore, lifecycle,
            ],
            swiftSettings: strict
        ),

        // Skills from elsewhere on the network.
        .target(
            name: "Downloads",
            dependencies: [
                "Contract", "Domain", httpClient, nioCore, nioHTTP1,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),

        // Who is told of alerts, and how.
        .target(
            name: "Messaging",
            dependencies: [
                "Contract", "Domain", "Downloads", crypto, httpClient, nioCore, nioHTTP1, nioPosix,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),

        // What somebody may have meant, by a language model.
        .target(
            name: "LanguageModel",
            dependencies: ["Contract", "Domain", httpClient, logging, nioCore, nioHTTP1],
            swiftSettings: strict
        ),

        // What the product does.
        .target(
            name: "Engine",
            dependencies: [
                "Contract", "Domain", "Bundles", "Chat", "Proofs", "Store", "Traces", crypto, logging,
                metrics,
                lifecycle, tracing,
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),

        // Front ends: Contract and nothing of the engine.
        .target(name: "Chat", dependencies: ["Contract"], swiftSettings: strict),
        .target(name: "Requests", dependencies: ["Contract", hummingbird, httpTypes], swiftSettings: strict),
        .target(
            name: "StateFiles",
            dependencies: ["Contract", "Requests", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict
        ),
        .target(
            name: "Streams",
            dependencies: ["Contract", "Requests", hummingbird, httpTypes, nioCore, lifecycle],
            swiftSettings: strict
        ),
        .target(
            name: "API",
            dependencies: [
                "Contract", "Requests", "Streams", "Traces", crypto, hummingbird, httpTypes, lifecycle,
                logging, metrics, nioCore, tracing,
            ],
            swiftSettings: strict
        ),
        // The same for models: the Model Context Protocol.
        .target(
            name: "MCP",
            dependencies: [
                "Chat", "Contract", "Requests", hummingbird, httpTypes, nioCore, lifecycle,
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .systemLibrary(
            name: "CMark",
            pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]
        ),
        .target(name: "Markdown", dependencies: ["CMark"], swiftSettings: relaxed),
        // Lines typed at a terminal.
        .systemLibrary(name: "CEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
        .target(name: "Lines", dependencies: ["CEdit"], swiftSettings: relaxed),
        .target(
            name: "Web",
            dependencies: [
                "Contract", "Markdown", "Requests", "StateFiles", "Streams", "CZlib", crypto, hummingbird,
                httpTypes, logging, nioCore,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.copy("Locales"), .copy("Static"), .copy("Templates")],
            swiftSettings: strict
        ),
        .target(
            name: "Client",
            dependencies: ["Contract", httpClient, nioCore, nioHTTP1],
            swiftSettings: strict
        ),

        // The composition root and the program.
        .target(
            name: "App",
            dependencies: [
                "API", "Bundles", "Chat", "Client", "Contract", "Domain", "Downloads", "Engine", "Lines",
                "LanguageModel", "MCP", "Messaging", "OpenID", "Proofs", "Providers", "Requests",
                "Simulators", "StateFiles",
                "Store",
                "StorePostgres", "StoreSQLite", "Traces", "Web", tracing,
                hummingbird, httpClient, httpTypes, logging, metrics, lifecycle, nioCore, nioHTTP1,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(name: "skillyard", dependencies: ["App"], swiftSettings: strict),
        .executableTarget(
            name: "StoreBenchmark",
            dependencies: ["Store", "StoreSQLite"],
            path: "Benchmarks/Store",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "ChatBenchmark",
            dependencies: ["Chat", "Contract"],
            path: "Benchmarks/Chat",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "QueueBenchmark",
            dependencies: ["Contract", "Domain", "Engine", "Store", "StorePostgres", logging],
            path: "Benchmarks/Queue",
            swiftSettings: strict
        ),

        // A PostgreSQL server for the tests that need one.
        .target(
            name: "PostgresFixture",
            dependencies: ["CLibPQ", "Store", "StorePostgres"],
            path: "Tests/Support/PostgresFixture",
            swiftSettings: relaxed
        ),
        // A control plane that answers with the samples of docs/fixtures, for front ends without an engine.
        .target(
            name: "Fixtures",
            dependencies: ["Client", "Contract"],
            path: "Tests/Support/Fixtures",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "FixtureSite",
            dependencies: ["Contract", "Fixtures", "Web", hummingbird, logging],
            path: "Tests/Support/FixtureSite",
            swiftSettings: strict
        ),
        .testTarget(name: "ProofsTests", dependencies: ["Contract", "Proofs"], swiftSettings: strict),
        .testTarget(
            name: "StateFilesTests",
            dependencies: ["Contract", "Requests", "StateFiles"],
            swiftSettings: strict
        ),
        .testTarget(name: "MarkdownTests", dependencies: ["Markdown"], swiftSettings: strict),
        .testTarget(name: "ContractTests", dependencies: ["Contract"], swiftSettings: strict),
        .testTarget(
            name: "ChatTests",
            dependencies: ["Chat", "Contract"],
            exclude: ["corpus"],
            swiftSettings: strict
        ),
        .testTarget(name: "DomainTests", dependencies: ["Contract", "Domain"], swiftSettings: strict),
        .testTarget(
            name: "BundlesTests",
            dependencies: ["Bundles", "Contract", "Domain"],
            swiftSettings: relaxed
        ),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Contract", "Domain", "Proofs", "Store", "StoreSQLite", "StorePostgres", "PostgresFixture",
            ],
            exclude: ["Schema/statements-001.tsv"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ProvidersTests",
            dependencies: [
                "Bundles", "Contract", "Domain", "Providers", "Simulators", httpClient, hummingbird, logging,
                nioCore, nioHTTP1, .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DownloadsTests",
            dependencies: [
                "Contract", "Domain", "Downloads", "PostgresFixture", nioCore, nioHTTP1, nioPosix,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MessagingTests",
            dependencies: [
                "Contract", "Domain", "Downloads", "Messaging", "PostgresFixture", nioCore, nioHTTP1,
                nioPosix,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OpenIDTests",
            dependencies: [
                "Contract", "Domain", "OpenID", "Requests", crypto, httpClient, hummingbird, logging, nioCore,
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SimulatorsTests",
            dependencies: [
                "Bundles", "Contract", "Domain", "Simulators", httpClient, httpTypes, nioCore, nioHTTP1,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Bundles", "Chat", "Contract", "Domain", "Engine", "PostgresFixture", "Proofs", "Store",
                "StorePostgres", "StoreSQLite", "Traces", logging, metrics, tracing,
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "Client", "Contract", "Fixtures", "MCP", "Requests", "Traces", crypto, hummingbird,
                httpClient, httpTypes,
                nioCore,
                nioHTTP1,
                logging, lifecycle,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Contract", "Fixtures", "Requests", "Web", hummingbird, httpTypes, logging, nioCore,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AppTests",
            dependencies: [
                "API", "App", "Bundles", "Client", "Contract", "Domain", "Downloads", "Engine", "Fixtures",
                "LanguageModel", "Messaging", "PostgresFixture",
                "Proofs", "Requests", "Simulators", "StateFiles", "Store", "StorePostgres", "StoreSQLite",
                "Traces", "Web",
                hummingbird, httpClient, httpTypes, logging, nioCore, nioHTTP1, nioPosix, tracing,
                "skillyard",
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
    ]
)

// Built by scripts/fuzz.sh alone, with libFuzzer and AddressSanitizer in everything: libFuzzer brings the `main`.
// What stands in Borrowed are links to single files, so that two HTTP stacks need not be built for them.
if Context.environment["SKILLYARD_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzz",
            dependencies: ["Bundles", "Contract", "Domain", "Markdown", "Proofs"],
            path: "Tests/Fuzz",
            exclude: ["corpus"],
            sources: ["Targets", "Borrowed"],
            swiftSettings: relaxed + [.unsafeFlags(["-parse-as-library"])]
        )
    )
}
