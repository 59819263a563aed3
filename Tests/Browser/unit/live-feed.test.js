import assert from "node:assert/strict";
import { LiveFeed } from "../../../Sources/Web/Static/js/live-feed.js";

/** A browser with a clock of its own, one lock, and as many tabs as a test opens. */
class Browser {
  time = 1_000_000;
  /** @type {{ at: number, run: () => void }[]} */ timers = [];
  /** @type {((m: any) => void)[]} */ channel = [];
  /** @type {string | null} */ position = null;
  /** When it was seen: long ago, unless a tab of the test did. */
  positionAt = 0;
  /** @type {FakeSource[]} */ sources = [];
  /** @type {"ok" | "signed-out" | "unreachable"} */ probed = "ok";
  probes = 0;
  online = true;
  locks = new FakeLocks();

  /** @param {{ shared?: boolean }} [options] */
  tab({ shared = true } = {}) {
    /** @type {string[]} */ const seen = [];
    /** @type {string[]} */ const states = [];
    const name = `tab-${this.channel.length}`;
    /** @type {number} */ let mine = -1;
    const feed = new LiveFeed({
      connect: (url) => {
        const source = new FakeSource(url);
        this.sources.push(source);
        return /** @type {any} */ (source);
      },
      probe: () => {
        this.probes += 1;
        return Promise.resolve(this.probed);
      },
      locks: shared ? /** @type {any} */ (this.locks) : null,
      tabs: {
        post: (m) => this.channel.forEach((take, i) => i !== mine && take(structuredClone(m))),
        listen: (take) => {
          mine = this.channel.push(take) - 1;
        },
      },
      memory: {
        get: () => this.position === null ? null : { position: this.position, at: this.positionAt },
        set: ({ position, at }) => {
          this.position = position;
          this.positionAt = at;
        },
      },
      later: (run, ms) => {
        const timer = { at: this.time + ms, run };
        this.timers.push(timer);
        return () => this.timers.splice(this.timers.indexOf(timer) >>> 0, 1);
      },
      now: () => this.time,
      online: () => this.online,
      name,
      since: this.time,
      onState: (s) => states.push(s),
      onSignal: (s) => seen.push(s.id ? `${s.name} ${s.id}` : s.name),
    });
    return { feed, seen, states };
  }

  get open() {
    return this.sources.filter((s) => !s.closed);
  }

  /** @param {number} ms */
  async pass(ms) {
    const end = this.time + ms;
    await settled();
    for (;;) {
      const next = this.timers.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.time = next.at;
      this.timers.splice(this.timers.indexOf(next), 1);
      next.run();
      await settled();
    }
    this.time = end;
  }
}

async function settled() {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

class FakeSource extends EventTarget {
  closed = false;
  /** @type {(() => void) | null} */ onerror = null;
  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
  }
  close() {
    this.closed = true;
  }
  /** @param {string} name @param {object} [data] @param {string} [id] */
  say(name, data = {}, id = "") {
    if (this.closed) throw new Error("closed connections say nothing");
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId: id }));
  }
  fail() {
    this.onerror?.();
  }
}

/** One exclusive lock, as in Web Locks. */
class FakeLocks {
  /** @type {{ call: () => any, reject: (e: Error) => void }[]} */ queue = [];
  /** @type {{ reject: (e: Error) => void } | null} */ held = null;

  /** @param {string} _name @param {{ steal?: boolean, signal?: AbortSignal }} options @param {() => any} call */
  request(_name, options, call) {
    return new Promise((resolve, reject) => {
      const entry = { call, reject, resolve };
      if (options.steal) {
        this.held?.reject(new Error("stolen"));
        this.held = null;
        this.queue.unshift(entry);
      } else this.queue.push(entry);
      options.signal?.addEventListener("abort", () => {
        if (!this.queue.includes(entry)) return;
        this.queue.splice(this.queue.indexOf(entry), 1);
        reject(new Error("aborted"));
      });
      queueMicrotask(() => this.grant());
    });
  }

  grant() {
    const entry = this.held ? undefined : this.queue.shift();
    if (!entry) return;
    this.held = entry;
    Promise.resolve(entry.call()).then(() => {
      if (this.held !== entry) return;
      this.held = null;
      this.grant();
    });
  }
}

Deno.test("ten tabs use one connection, and all of them hear everything once", async () => {
  const browser = new Browser();
  browser.position = "7";
  const tabs = Array.from({ length: 10 }, () => browser.tab());
  for (const tab of tabs) tab.feed.start();
  await browser.pass(10);
  assert.equal(browser.open.length, 1);
  browser.open[0]?.say("hello");
  browser.open[0]?.say("run.changed", { id: "r1" }, "8");
  for (const tab of tabs) {
    assert.deepEqual(tab.seen, ["run.changed r1"]);
    assert.equal(tab.states.at(-1), "on");
  }
});

Deno.test("when the connected tab closes, another goes on from the last position", async () => {
  const browser = new Browser();
  browser.position = "7";
  const [a, b] = [browser.tab(), browser.tab()];
  a.feed.start();
  b.feed.start();
  await browser.pass(10);
  browser.open[0]?.say("hello");
  browser.open[0]?.say("skill.changed", { id: "s" }, "9");
  a.feed.stop();
  await browser.pass(10);
  assert.equal(browser.open.length, 1);
  assert.equal(browser.open[0]?.url, "/events?after=9");
  assert.equal(b.feed.isLeader, true);
  assert.deepEqual(b.seen, ["skill.changed s"]);
});

Deno.test("a tab that opens later gets what happened since its page was asked for", async () => {
  const browser = new Browser();
  browser.position = "1";
  const a = browser.tab();
  a.feed.start();
  await browser.pass(10);
  browser.open[0]?.say("hello");
  browser.open[0]?.say("run.changed", { id: "before" }, "2");
  await browser.pass(1000);
  const b = browser.tab();
  await browser.pass(50);
  browser.open[0]?.say("run.changed", { id: "meanwhile" }, "3");
  await browser.pass(50);
  b.feed.start();
  await browser.pass(10);
  assert.deepEqual(b.seen, ["run.changed meanwhile"]);
  assert.equal(b.states.at(-1), "on");
  assert.deepEqual(
    a.seen,
    ["run.changed before", "run.changed meanwhile"],
    "nothing comes twice to the first",
  );
});

Deno.test("a tab that asked a leader which was just going away is told by the next one", async () => {
  const browser = new Browser();
  browser.position = "7";
  const [first, second] = [browser.tab(), browser.tab()];
  first.feed.start();
  second.feed.start();
  await browser.pass(10);
  browser.open[0]?.say("hello");
  // The page of the third was asked for before this, and listens only after it.
  const third = browser.tab();
  await browser.pass(10);
  browser.open[0]?.say("run.changed", { id: "1" }, "8");
  assert.deepEqual(third.seen, []);
  first.feed.stop();
  third.feed.start();
  await browser.pass(10);
  assert.equal(second.feed.isLeader, true);
  assert.deepEqual(third.seen, ["run.changed 1"]);
  browser.open[0]?.say("hello");
  await browser.pass(1000);
  assert.deepEqual(third.seen, ["run.changed 1"], "and only once");
});

Deno.test("a leader that did not hear everything itself has the others read anew", async () => {
  const browser = new Browser();
  browser.position = "7";
  const first = browser.tab();
  first.feed.start();
  await browser.pass(10);
  browser.open[0]?.say("hello");
  const [second, third] = [browser.tab(), browser.tab()];
  await browser.pass(10);
  browser.open[0]?.say("run.changed", { id: "1" }, "8");
  // Nobody who heard of it is left.
  first.feed.stop();
  await browser.pass(10);
  second.feed.start();
  third.feed.start();
  await browser.pass(10);
  browser.open[0]?.say("hello");
  assert.deepEqual(second.seen, ["resync"]);
  assert.deepEqual(third.seen, ["resync"]);
});

Deno.test("a page that takes over from the one before it reads anew what only that one heard", async () => {
  const browser = new Browser();
  browser.position = "1";
  const a = browser.tab();
  a.feed.start();
  await browser.pass(10);
  browser.open[0]?.say("hello");
  await browser.pass(1000);
  // Its page is made now, and the one it replaces is told something before it goes.
  const b = browser.tab();
  await browser.pass(50);
  browser.open[0]?.say("run.changed", { id: "r" }, "2");
  a.feed.stop();
  b.feed.start();
  await browser.pass(10);
  assert.equal(browser.open[0]?.url, "/events?after=2");
  browser.open[0]?.say("hello");
  assert.deepEqual(b.seen, ["resync"]);
});

Deno.test("a page with a connection of its own goes on from what it saw itself", async () => {
  const browser = new Browser();
  browser.position = "1";
  const [a, b] = [browser.tab({ shared: false }), browser.tab({ shared: false })];
  await browser.pass(10);
  for (const tab of [a, b]) tab.feed.start();
  for (const source of browser.open) source.say("hello");
  for (const source of browser.open) source.say("run.changed", { id: "r" }, "2");
  // The one loses its connection while the other is told more.
  browser.sources[0]?.fail();
  browser.sources[1]?.say("run.changed", { id: "s" }, "3");
  await browser.pass(1000);
  assert.equal(browser.open.at(-1)?.url, "/events?after=2");
});

Deno.test("a leader that falls silent loses the lock to a tab that listens", async () => {
  const browser = new Browser();
  browser.position = "1";
  const [a, b] = [browser.tab(), browser.tab()];
  a.feed.start();
  await browser.pass(10);
  browser.open[0]?.say("hello");
  // Its tab is frozen: none of its timers runs.
  browser.timers = [];
  b.feed.start();
  await browser.pass(25_000);
  assert.equal(b.feed.isLeader, true);
  assert.equal(a.feed.isLeader, false);
  assert.equal(browser.open.length, 1);
});

Deno.test("a browser that knows no position reads everything once", async () => {
  const browser = new Browser();
  const tab = browser.tab({ shared: false });
  tab.feed.start();
  assert.equal(browser.open[0]?.url, "/events");
  browser.open[0]?.say("hello");
  assert.deepEqual(tab.seen, ["resync"]);
  browser.open[0]?.say("run.changed", { id: "r" }, "5");
  browser.open[0]?.fail();
  assert.equal(tab.states.at(-1), "wait");
  await browser.pass(1000);
  assert.equal(browser.open[0]?.url, "/events?after=5");
  browser.open[0]?.say("hello");
  assert.deepEqual(tab.seen, ["resync", "run.changed r"], "what was missed is replayed, not read anew");
  assert.equal(tab.states.at(-1), "on");
});

Deno.test("a silent connection is opened anew", async () => {
  const browser = new Browser();
  browser.position = "1";
  const tab = browser.tab({ shared: false });
  tab.feed.start();
  browser.open[0]?.say("hello");
  await browser.pass(20_000);
  browser.open[0]?.say("ping");
  await browser.pass(24_000);
  assert.equal(browser.sources.length, 1);
  await browser.pass(1000);
  assert.equal(browser.sources.length, 2);
  assert.equal(browser.open.length, 1);
});

Deno.test("polling takes over when no stream says hello three times, and gives way to one that does", async () => {
  const browser = new Browser();
  browser.position = "1";
  const tab = browser.tab({ shared: false });
  tab.feed.start();
  await browser.pass(5000 + 1000 + 5000 + 2000 + 4999);
  assert.equal(tab.states.at(-1), "wait");
  assert.equal(browser.probes, 0);
  await browser.pass(1);
  assert.equal(tab.states.at(-1), "poll");
  assert.deepEqual(tab.seen, ["resync"]);
  await browser.pass(5000);
  assert.deepEqual(tab.seen, ["resync", "resync"]);
  await browser.pass(55_000);
  assert.equal(browser.open.length, 1, "the stream is tried again after a minute");
  browser.open[0]?.say("hello");
  assert.equal(tab.states.at(-1), "on");
  const polled = tab.seen.length;
  await browser.pass(20_000);
  assert.equal(tab.seen.length, polled, "nobody polls beside a stream");
});

Deno.test("a server that is gone is asked again until it is back", async () => {
  const browser = new Browser();
  browser.position = "1";
  browser.probed = "unreachable";
  const tab = browser.tab({ shared: false });
  tab.feed.start();
  browser.open[0]?.say("hello");
  browser.online = false;
  for (let i = 0; i < 60; i++) {
    browser.open[0]?.fail();
    await browser.pass(1000);
  }
  assert.equal(tab.states.at(-1), "off");
  assert.deepEqual(tab.seen, []);
  browser.online = true;
  tab.feed.wake();
  browser.open[0]?.say("hello");
  assert.equal(tab.states.at(-1), "on");
  assert.equal(browser.open[0]?.url, "/events?after=1");
});

Deno.test("a hidden tab lets go after 30 seconds and reads everything when it is shown", async () => {
  const browser = new Browser();
  browser.position = "1";
  const [a, b] = [browser.tab(), browser.tab()];
  a.feed.start();
  b.feed.start();
  await browser.pass(10);
  browser.open[0]?.say("hello");
  a.feed.setVisible(false);
  await browser.pass(29_000 - 10);
  assert.equal(a.feed.isLeader, true);
  browser.open[0]?.say("ping");
  await browser.pass(1010);
  assert.equal(a.states.at(-1), "pause");
  assert.equal(b.feed.isLeader, true);
  assert.equal(browser.open.length, 1);
  browser.open[0]?.say("hello");
  browser.open[0]?.say("run.changed", { id: "r" }, "2");
  assert.deepEqual(a.seen, []);
  await browser.pass(1);
  a.feed.setVisible(true);
  await browser.pass(10);
  assert.deepEqual(a.seen, ["resync"]);
  assert.equal(a.states.at(-1), "on");
  assert.equal(browser.open.length, 1);
});

Deno.test("a glance at another tab changes nothing", async () => {
  const browser = new Browser();
  browser.position = "1";
  const tab = browser.tab({ shared: false });
  tab.feed.start();
  browser.open[0]?.say("hello");
  tab.feed.setVisible(false);
  await browser.pass(10_000);
  browser.open[0]?.say("ping");
  tab.feed.setVisible(true);
  await browser.pass(22_000);
  assert.deepEqual(tab.seen, []);
  assert.equal(tab.states.at(-1), "on");
});

Deno.test("whoever is signed out learns it by the stream and by polling, in every tab", async () => {
  const browser = new Browser();
  browser.position = "1";
  const [a, b] = [browser.tab(), browser.tab()];
  a.feed.start();
  b.feed.start();
  await browser.pass(10);
  browser.open[0]?.say("hello");
  browser.open[0]?.say("session.expired");
  assert.deepEqual([a.seen, b.seen], [["session.expired"], ["session.expired"]]);
  assert.equal(browser.open.length, 0);

  const other = new Browser();
  other.probed = "signed-out";
  const tab = other.tab({ shared: false });
  tab.feed.start();
  for (let i = 0; i < 3; i++) {
    other.open[0]?.fail();
    await other.pass(3000);
  }
  assert.deepEqual(tab.seen, ["session.expired"]);
});
