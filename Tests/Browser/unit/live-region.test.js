import assert from "node:assert/strict";
import { afterForm } from "../../../Sources/Web/Static/js/live-region.js";

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
