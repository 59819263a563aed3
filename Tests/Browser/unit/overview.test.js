import assert from "node:assert/strict";
import { installOverview } from "../../../Sources/Web/Static/js/dashboard/overview.js";

/** A body, what it heard, and timers that are let run out one delay at a time. */
function yard() {
  const body = new EventTarget();
  /** @type {string[]} */
  const heard = [];
  /** @type {[() => void, number][]} */
  const timers = [];
  for (const name of ["recent", "overview"]) body.addEventListener(`live:${name}`, () => heard.push(name));
  installOverview(body, (run, ms) => timers.push([run, ms]));
  return {
    heard,
    /** @param {string} name */
    happen: (name) => body.dispatchEvent(new Event(`live:${name}`)),
    /** @param {number} ms */
    after: (ms) => timers.splice(0).forEach((t) => t[1] <= ms ? t[0]() : timers.push(t)),
  };
}

Deno.test("a burst of runs is read first and last: the list each second, the figures every two", () => {
  const { heard, happen, after } = yard();
  for (let i = 0; i < 100; i++) happen("runs.list");
  assert.deepEqual(heard, ["recent", "overview"]);
  after(1000);
  assert.deepEqual(heard, ["recent", "overview", "recent"]);
  after(2000);
  assert.deepEqual(heard, ["recent", "overview", "recent", "overview"]);
});

Deno.test("skills and providers change the figures, not the list of runs", () => {
  const { heard, happen, after } = yard();
  happen("skill.changed");
  happen("provider.changed");
  after(2000);
  assert.deepEqual(heard, ["overview", "overview"]);
});
