import { strictEqual as same } from "node:assert";
import { fill, oneByOne } from "../../../Sources/Web/Static/js/runs/bulk.js";

const ids = ["a", "b", "c", "d"];

Deno.test("each id is acted on once, in order, and counted by its outcome", async () => {
  /** @type {string[]} */
  const seen = [];
  /** @type {Record<string, "done" | "skipped" | "failed">} */
  const outcomes = { a: "done", b: "skipped", c: "failed", d: "done" };
  const { tally, end } = await oneByOne(
    ids,
    (id) => {
      seen.push(id);
      return Promise.resolve({ outcome: outcomes[id] ?? "failed" });
    },
    () => {},
    new AbortController().signal,
  );
  same(seen.join(), "a,b,c,d");
  same(end, "finished");
  same(JSON.stringify(tally), JSON.stringify({ total: 4, seen: 4, done: 2, skipped: 1, failed: 1 }));
});

Deno.test("stopping lets the one on its way end and leaves the rest alone", async () => {
  const stop = new AbortController();
  /** @type {string[]} */
  const seen = [];
  const { tally, end } = await oneByOne(
    ids,
    (id) => {
      seen.push(id);
      if (id === "b") stop.abort();
      return Promise.resolve({ outcome: "done" });
    },
    () => {},
    stop.signal,
  );
  same(seen.join(), "a,b");
  same(end, "stopped");
  same(tally.seen, 2);
});

Deno.test("who is signed out does not go on", async () => {
  const { tally, end } = await oneByOne(
    ids,
    (id) => Promise.resolve({ outcome: id === "c" ? "signed-out" : "done" }),
    () => {},
    new AbortController().signal,
  );
  same(end, "signed-out");
  same(tally.done, 2);
});

Deno.test("places are filled, unknown ones stay", () => {
  same(fill("{done} of {total}, {other}", { done: 3, total: 9 }), "3 of 9, {other}");
});
