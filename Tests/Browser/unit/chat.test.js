import assert from "node:assert/strict";
import { clock, Countdowns } from "../../../Sources/Web/Static/js/chat/countdown.js";
import { isComposing, matching, recall, stepped } from "../../../Sources/Web/Static/js/chat/field.js";

Deno.test("the up key brings back what was said, as long as nothing else stands in the field", () => {
  const said = ["one", "two", "one"];
  const lines = recall(() => said);
  assert.equal(lines.down(""), null);
  assert.equal(lines.up("a draft"), null, "what is being written stays");
  assert.equal(lines.up(""), "one");
  assert.equal(lines.up("one"), "two");
  assert.equal(lines.up("two"), "one");
  assert.equal(lines.up("one"), null, "there is nothing before the first");
  assert.equal(lines.down("one"), "two");
  assert.equal(lines.up("two, changed"), null);
  assert.equal(lines.down("two, changed"), null);
  assert.equal(lines.down("two"), "one");
  assert.equal(lines.down("one"), "", "below the newest the field is empty");
  assert.equal(lines.up(""), "one");
  said.push("three");
  lines.reset();
  assert.equal(lines.up(""), "three");
});

Deno.test("who empties the field begins with the newest line again", () => {
  const lines = recall(() => ["one", "two"]);
  lines.up("");
  lines.up("two");
  assert.equal(lines.up(""), "two");
});

Deno.test("nothing was said yet", () => {
  const lines = recall(() => []);
  assert.equal(lines.up(""), null);
  assert.equal(lines.down(""), null);
});

Deno.test("commands fit by their first letters, in every language and case", () => {
  const words = ["/install", "/list_runs", "/plan", "/설치", "/상태"];
  /** @param {string} typed */
  const fitting = (typed) => words.filter((_, i) => matching(typed, words).fits[i]);
  assert.deepEqual(fitting("/"), words);
  assert.deepEqual(fitting("/L"), ["/list_runs"]);
  assert.deepEqual(fitting("/설"), ["/설치"]);
  // As some systems write Hangul, letter by letter.
  assert.deepEqual(fitting("/설".normalize("NFD")), ["/설치"]);
  for (const other of ["", "install", "/install ", "/install a", " /install", "//", "a/plan"]) {
    assert.deepEqual(fitting(other), [], other);
  }
  assert.equal(matching("/plan", words).isWhole, true);
  assert.equal(matching("/pla", words).isWhole, false);
});

Deno.test("a list is gone through round and round", () => {
  assert.deepEqual([stepped(-1, 1, 3), stepped(-1, -1, 3), stepped(2, 1, 3), stepped(0, -1, 3)], [
    0,
    2,
    0,
    2,
  ]);
});

Deno.test("a key of an input method is none of ours", () => {
  /** @param {object} key */
  const event = (key) => /** @type {any} */ ({ isComposing: false, keyCode: 13, ...key });
  assert.equal(isComposing(event({})), false);
  assert.equal(isComposing(event({ isComposing: true })), true);
  assert.equal(isComposing(event({ keyCode: 229 })), true);
});

Deno.test("a clock has two digits for seconds", () => {
  assert.deepEqual([299, 60, 9, 0].map(clock), ["4:59", "1:00", "0:09", "0:00"]);
});

/** The few things of an element that a countdown looks at. */
class Place extends EventTarget {
  dataset = { left: "3" };
  textContent = "";
  isConnected = true;
  card = new EventTarget();
  closest() {
    return this.card;
  }
}

Deno.test("what can be confirmed counts down on this page's clock and then asks anew, once", () => {
  const html = Reflect.get(globalThis, "HTMLElement");
  Reflect.set(globalThis, "HTMLElement", Place);
  let now = 5000;
  try {
    const place = new Place();
    const part = /** @type {any} */ ({ querySelectorAll: () => [place] });
    let asked = 0;
    place.card.addEventListener("chat:expired", () => asked += 1);
    const countdowns = new Countdowns(() => now);
    countdowns.watch(part);
    countdowns.watch(part);
    for (const shown of ["0:03", "0:02", "0:01", "0:00"]) {
      countdowns.tick();
      assert.equal(place.textContent, shown);
      now += 1000;
    }
    assert.equal(asked, 0, "it may not be over on the server yet");
    countdowns.tick();
    countdowns.tick();
    assert.equal(asked, 1);
  } finally {
    Reflect.set(globalThis, "HTMLElement", html);
  }
});

Deno.test("a card that has come anew is not counted for any more", () => {
  const html = Reflect.get(globalThis, "HTMLElement");
  Reflect.set(globalThis, "HTMLElement", Place);
  try {
    const place = new Place();
    const countdowns = new Countdowns(() => 0);
    countdowns.watch(/** @type {any} */ ({ querySelectorAll: () => [place] }));
    place.isConnected = false;
    // Ends its timer, too: a test with one left would not pass.
    countdowns.tick();
    assert.equal(place.textContent, "");
  } finally {
    Reflect.set(globalThis, "HTMLElement", html);
  }
});
