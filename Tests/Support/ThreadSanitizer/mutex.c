// Tells ThreadSanitizer about Synchronization.Mutex; scripts/test-tsan.sh loads it before the tests.
//
// On Linux that lock is a word: taking it while it is free is a compare-and-exchange in the caller's own code, which the sanitizer
// sees. Waiting for it, and waking who waits, are calls into the standard library (FUTEX_LOCK_PI), which is built without the
// sanitizer: it would call everything a race that was handed from one thread to another this way. These three functions stand
// before those of the library, call them, and say what they mean. They say no more than that: a lock that was forgotten is
// still found (`scripts/test-tsan.sh` proves so before it begins).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

// Absent in programs that are built without the sanitizer.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void Lock(uint32_t, SELF void *);
typedef SWIFT bool TryLock(SELF void *);
typedef SWIFT void Unlock(SELF void *);

SWIFT void lock(uint32_t thread, SELF void *word) __asm__(LOCK);
SWIFT bool tryLock(SELF void *word) __asm__(TRY_LOCK);
SWIFT void unlock(SELF void *word) __asm__(UNLOCK);

SWIFT void lock(uint32_t thread, SELF void *word) {
    ((Lock *)dlsym(RTLD_NEXT, LOCK))(thread, word);
    if (__tsan_acquire) __tsan_acquire(word);
}

SWIFT bool tryLock(SELF void *word) {
    bool taken = ((TryLock *)dlsym(RTLD_NEXT, TRY_LOCK))(word);
    if (taken && __tsan_acquire) __tsan_acquire(word);
    return taken;
}

SWIFT void unlock(SELF void *word) {
    if (__tsan_release) __tsan_release(word);
    ((Unlock *)dlsym(RTLD_NEXT, UNLOCK))(word);
}
