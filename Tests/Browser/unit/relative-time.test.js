import assert from "node:assert/strict";

// The module defines an element, which needs the base class at least.
Reflect.set(globalThis, "HTMLElement", class {});
const { exact, relative, utcOffset } = await import("../../../Sources/Web/Static/js/relative-time.js");

Deno.test("the largest unit that fits, before and ahead", () => {
  const now = Date.UTC(2026, 10, 22, 10);
  assert.deepEqual(relative(now - 59_000, now), { value: -59, unit: "second" });
  assert.deepEqual(relative(now - 61_000, now), { value: -1, unit: "minute" });
  assert.deepEqual(relative(now + 7_200_000, now), { value: 2, unit: "hour" });
  assert.deepEqual(relative(now - 3 * 86_400_000, now), { value: -3, unit: "day" });
});

Deno.test("the tooltip has the local time and UTC", () => {
  const then = Date.UTC(2026, 10, 22, 23, 30, 5);
  const text = exact(then, "ko", "Asia/Seoul");
  assert.match(text, /2026\. 11\. 23\..*8시 30분 5초/);
  assert.match(text, /\(2026-11-22 23:30:05 UTC\)$/);
});

Deno.test("the offset of a clock is written as in RFC 3339", () => {
  /** @param {number} minutes behind UTC */
  const behind = (minutes) => utcOffset({ getTimezoneOffset: () => minutes });
  assert.deepEqual([-540, 0, 210, -345].map(behind), ["+09:00", "+00:00", "-03:30", "+05:45"]);
});
