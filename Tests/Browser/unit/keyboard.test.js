import assert from "node:assert/strict";
import { shortcut } from "../../../Sources/Web/Static/js/keyboard.js";

const plain = { ctrl: false, meta: false, alt: false, composing: false };
const idle = { typing: false, single: true, afterG: false };

Deno.test("keys go where the map says", () => {
  assert.deepEqual(shortcut({ ...plain, key: "k", ctrl: true }, idle), { do: "palette" });
  assert.deepEqual(shortcut({ ...plain, key: "K", meta: true }, { ...idle, typing: true }), {
    do: "palette",
  });
  assert.deepEqual(shortcut({ ...plain, key: "/" }, idle), { do: "search" });
  assert.deepEqual(shortcut({ ...plain, key: "?" }, idle), { do: "keymap" });
  assert.deepEqual(shortcut({ ...plain, key: "c" }, idle), { do: "chat" });
  assert.deepEqual(shortcut({ ...plain, key: "g" }, idle), { wait: true });
  for (
    const [key, go] of Object.entries({
      d: "/dashboard",
      s: "/skills",
      r: "/runs",
      p: "/providers",
      a: "/audit",
    })
  ) {
    assert.deepEqual(shortcut({ ...plain, key }, { ...idle, afterG: true }), { go });
    assert.equal(shortcut({ ...plain, key }, idle), null);
  }
});

Deno.test("nothing happens while somebody writes or composes, nor when single keys are off", () => {
  for (const key of ["/", "?", "c", "g", "d"]) {
    for (const state of [{ ...idle, typing: true }, { ...idle, single: false }]) {
      assert.equal(shortcut({ ...plain, key }, { ...state, afterG: true }), null);
    }
    assert.equal(shortcut({ ...plain, key, composing: true }, { ...idle, afterG: true }), null);
    assert.equal(shortcut({ ...plain, key, alt: true }, { ...idle, afterG: true }), null);
  }
  assert.equal(shortcut({ ...plain, key: "k", ctrl: true, composing: true }, idle), null);
});
