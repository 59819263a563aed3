import Glibc

/// Which of ``FuzzTarget`` is fuzzed, told by `SKILLYARD_FUZZ_TARGET`.
private let target: FuzzTarget? = unsafe getenv("SKILLYARD_FUZZ_TARGET").flatMap {
    FuzzTarget(rawValue: unsafe String(cString: $0))
}

/// What libFuzzer calls with each input; it brings the `main` of the program.
///
/// - Parameters:
///   - start: Of the input.
///   - count: Its bytes.
/// - Returns: 0, as libFuzzer asks.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let target else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
        preconditionFailure("SKILLYARD_FUZZ_TARGET has to be one of \(names)")
    }
    target.run(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
