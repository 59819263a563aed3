import assert from "node:assert/strict";

// The module defines an element, which needs the base class at least.
Reflect.set(globalThis, "HTMLElement", class {});
const { eventsFor } = await import("../../../Sources/Web/Static/js/live.js");

Deno.test("a run that is shown refreshes itself, and lists of runs in any case", () => {
  const shown = new Set(["run-1", "provider-openai"]);
  const has = (/** @type {string} */ id) => shown.has(id);
  assert.deepEqual(eventsFor({ name: "run.changed", id: "1" }, has), ["run-1", "runs.list"]);
  assert.deepEqual(eventsFor({ name: "run.changed", id: "2" }, has), ["runs.list"]);
  assert.deepEqual(eventsFor({ name: "provider.changed", id: "openai" }, has), [
    "provider-openai",
    "provider.changed",
  ]);
  assert.deepEqual(eventsFor({ name: "provider.changed", id: "new" }, has), ["provider.changed"]);
  assert.deepEqual(eventsFor({ name: "skill.changed", id: "a" }, has), ["skill.changed"]);
  assert.deepEqual(eventsFor({ name: "alert.changed" }, has), ["alert.changed"]);
  assert.deepEqual(eventsFor({ name: "resync" }, has), ["resync"]);
});
