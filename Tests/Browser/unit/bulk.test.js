import { strictEqual as same } from "node:assert";
import { fill, oneByOne, poster } from "../../../Sources/Web/Static/js/runs/bulk.js";

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

const words = { late: "late", unreachable: "unreachable", unreadable: "unreadable {status}" };

/** @param {() => Promise<Response>} answer */
const posted = (answer, limit = () => new AbortController().signal) =>
  poster("retry", "", words, /** @type {any} */ (answer), limit)("a");

Deno.test("an answer of the server is taken as it is", async () => {
  const outcome = { outcome: "skipped", why: "nothing to retry" };
  same(
    JSON.stringify(await posted(() => Promise.resolve(Response.json(outcome, { status: 409 })))),
    JSON.stringify(outcome),
  );
});

Deno.test("an answer in HTML is said to be none of the server's", async () => {
  const html = () =>
    Promise.resolve(
      new Response("<!doctype html>", { status: 502, headers: { "Content-Type": "text/html" } }),
    );
  const outcome = await posted(html);
  same(outcome.outcome, "failed");
  same(outcome.why, "unreadable 502");
  const broken = () =>
    Promise.resolve(new Response("{", { headers: { "Content-Type": "application/json" } }));
  same((await posted(broken)).why, "unreadable 200");
});

Deno.test("no answer in time is told from none at all", async () => {
  const limit = new AbortController();
  /** @type {any} */
  const silent = (/** @type {string} */ _url, /** @type {RequestInit} */ { signal }) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  const outcome = posted(silent, () => limit.signal);
  limit.abort(new DOMException("", "TimeoutError"));
  same((await outcome).why, "late");
  same((await posted(() => Promise.reject(new TypeError("no route")))).why, "unreachable");
});
