import assert from "node:assert/strict";
import {
  afterForm,
  afterPause,
  afterRequests,
  pauseAfter,
} from "../../../Sources/Web/Static/js/live-region.js";

/** A part of a page with a form in it that is at work or not. */
function page() {
  const around = new EventTarget();
  const state = { isAtWork: true };
  const part = { isConnected: true, parentElement: around, querySelector: () => state.isAtWork ? {} : null };
  const end = () => around.dispatchEvent(new Event("htmx:afterRequest"));
  return { part: /** @type {any} */ (part), state, end };
}

Deno.test("a refresh that was put off is asked for once, when the form is done and not before", () => {
  const { part, state, end } = page();
  let runs = 0;
  /** @param {() => void} fn */
  const now = (fn) => fn();
  afterForm(part, () => runs += 1, now);
  // Its own request ends, another refresh is put off, and the neighbours' end, too.
  end();
  afterForm(part, () => runs += 1, now);
  end();
  assert.equal(runs, 0);
  state.isAtWork = false;
  end();
  end();
  assert.equal(runs, 1);
  state.isAtWork = true;
  afterForm(part, () => runs += 1, now);
  state.isAtWork = false;
  end();
  assert.equal(runs, 2, "the next form is waited for as well");
});

Deno.test("however often something happens while a part is at work, one listener waits and runs once", () => {
  const { part, state, end } = page();
  const around = part.parentElement;
  let listeners = 0;
  const add = around.addEventListener.bind(around);
  around.addEventListener = (/** @type {any[]} */ ...all) => {
    listeners += 1;
    add(...all);
  };
  let runs = 0;
  for (let i = 0; i < 100; i++) afterRequests(part, () => runs += 1, (fn) => fn());
  assert.equal(listeners, 1);
  end();
  assert.equal(runs, 0, "what is still at work is waited for");
  state.isAtWork = false;
  end();
  assert.equal(runs, 1);
});

Deno.test("a part that asked too much asks again when the server says, and otherwise not at all", () => {
  /** @param {number} status @param {string | null} wait */
  const answer = (status, wait) => /** @type {any} */ ({ status, getResponseHeader: () => wait });
  for (const [wait, least] of /** @type {[string, number][]} */ ([["3", 3000], ["900", 60_000]])) {
    const pause = pauseAfter(answer(429, wait));
    assert.ok(pause >= least && pause <= least + 500, `${wait}: ${pause}`);
  }
  assert.equal(pauseAfter(answer(429, null)), 0);
  assert.equal(pauseAfter(answer(503, "3")), 0);
});

Deno.test("parts that are refused together ask again together, and not each for all of them", () => {
  /** @type {(() => void)[]} */
  let timers = [];
  let asked = 0;
  /** @type {(name: string, pause: number) => void} */
  const again = afterPause((name) => {
    // Three parts hear it, and all are refused.
    for (let part = 0; part < 3; part++) {
      asked += 1;
      again(name, 1000);
    }
  }, (fn) => timers.push(fn));
  for (let part = 0; part < 3; part++) again("live:overview", 1000);
  again("live:resync", 1000);
  assert.equal(timers.length, 2, "one for each event");
  for (let round = 1; round <= 4; round++) {
    const due = timers;
    timers = [];
    for (const run of due) run();
    assert.equal(asked, 6 * round);
  }
});
