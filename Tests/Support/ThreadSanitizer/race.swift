// Four threads that share a number behind a lock, and with `careless` one without: the second is a race, the first is none.
import Foundation
import Synchronization

/// Unchecked, since what the compiler would forbid is what the sanitizer is to see.
final class Shared: @unchecked Sendable {
    let lock = Mutex(0)
    var guarded = 0
    var bare = 0
}

let shared = Shared()
let isCareless = CommandLine.arguments.contains("careless")
let ended = DispatchSemaphore(value: 0)
for _ in 0..<4 {
    Thread.detachNewThread {
        for _ in 0..<20_000 {
            // Many meet here, so that they wait for each other in the standard library.
            shared.lock.withLock { count in
                count += 1
                shared.guarded += 1
            }
            if isCareless { shared.bare += 1 }
        }
        ended.signal()
    }
}
for _ in 0..<4 { ended.wait() }
guard shared.guarded == 80_000 else { exit(1) }
