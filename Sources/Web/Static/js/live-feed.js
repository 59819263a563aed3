/**
 * What the server says while pages are open: one connection for all visible tabs of a browser.
 *
 * The tab that holds the lock is connected and passes everything on to the others; when it goes, is hidden or falls
 * silent, another one takes over where it stopped. Without locks every tab has a connection of its own. When no
 * event stream gets through (three times no `hello` in time), the pages are polled instead.
 *
 * Nothing here touches the document: everything it needs comes in, so that it can be tested.
 *
 * @typedef {"wait" | "on" | "poll" | "off" | "pause"} LiveState
 * @typedef {{ name: string, id?: string }} Signal
 * @typedef {{ position: string, at: number }} Seen when it was, in milliseconds since 1970
 * @typedef {{ type: "signal", signal: Signal, at: number, position: string, to?: string }
 *   | { type: "state", state: LiveState, to?: string } | { type: "lead" }
 *   | { type: "join", since: number, from: string }} TabMessage
 *
 * @typedef {object} Surroundings
 * @property {(url: string) => EventSource} connect
 * @property {() => Promise<"ok" | "signed-out" | "unreachable">} probe asks whether the server answers at all
 * @property {LockManager | null} locks
 * @property {{ post: (m: TabMessage) => void, listen: (take: (m: TabMessage) => void) => void } | null} tabs
 * @property {{ get: () => Seen | null, set: (seen: Seen) => void }} memory the last position this browser saw
 * @property {(run: () => void, ms: number) => () => void} later gives back how to call it off
 * @property {() => number} now milliseconds since 1970
 * @property {() => boolean} online
 * @property {string} name tells this tab from others
 * @property {number} since when this page was asked for, in milliseconds since 1970
 * @property {(state: LiveState) => void} onState
 * @property {(signal: Signal) => void} onSignal
 */

const LOCK = "skillyard-live";
const HELLO_MS = 5000;
const SILENCE_MS = 25_000;
const POLL_MS = 5000;
const RETRY_STREAM_MS = 60_000;
const HIDDEN_MS = 30_000;
const KEPT = 500;
const NAMES = [
  "resync",
  "run.changed",
  "skill.changed",
  "provider.changed",
  "alert.changed",
  "session.expired",
];

export class LiveFeed {
  /** @type {Surroundings} */ #with;
  /** @type {EventSource | null} */ #source = null;
  /** @type {LiveState | null} */ #state = null;
  /** @type {{ signal: Signal, at: number, position: string }[]} */ #recent = [];
  /** @type {Map<string, () => void>} */ #timers = new Map();
  /** @type {(() => void) | null} */ #release = null;
  /** @type {AbortController | null} */ #queue = null;
  #failures = 0;
  #isVisible = true;
  #isLeader = false;
  #isMember = false;
  #position = "";
  /** From when on nothing may be missing on this page. */
  #since = 0;
  /** From when on everything that happened is among the recent. */
  #complete = 0;
  /** Whether a leader told what this page missed before it listened. */
  #isToldSoFar = false;

  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    this.#with = surroundings;
    surroundings.tabs?.listen((m) => this.#hear(m));
  }

  get isLeader() {
    return this.#isLeader;
  }

  start() {
    this.#join(false);
  }

  /** The page goes away, perhaps into the browser's cache of pages. */
  stop() {
    this.#leave();
    this.#set("pause");
  }

  /** The page comes back from there: whatever happened meanwhile is read anew. */
  resume() {
    this.#isVisible = true;
    this.#join(true);
  }

  /** @param {boolean} isVisible */
  setVisible(isVisible) {
    if (this.#isVisible === isVisible) return;
    this.#isVisible = isVisible;
    this.#after("hidden", isVisible ? 0 : HIDDEN_MS, () => {
      if (isVisible) {
        if (!this.#isMember) this.#join(true);
      } else {
        this.#leave();
        this.#set("pause");
      }
    });
  }

  /** The network came back: no need to wait for the next try. */
  wake() {
    if (this.#isLeader && this.#state !== "on") this.#open();
  }

  // MARK: Tabs

  /** @param {boolean} resync */
  #join(resync) {
    if (this.#isMember) return;
    this.#isMember = true;
    this.#set("wait");
    this.#since = resync ? this.#with.now() : this.#with.since;
    this.#complete = this.#since;
    this.#isToldSoFar = false;
    if (resync) {
      // Read anew from here on; where the browser is by now, the memory knows better.
      this.#position = "";
      this.#with.onSignal({ name: "resync" });
    }
    if (!this.#with.locks || !this.#with.tabs) {
      this.#lead();
      return;
    }
    this.#queueUp(false);
    this.#askWhatWasMissed();
    this.#expectLeader();
  }

  #askWhatWasMissed() {
    this.#with.tabs?.post({ type: "join", since: this.#since, from: this.#with.name });
  }

  /** @param {boolean} steal */
  #queueUp(steal) {
    const queue = new AbortController();
    this.#queue = queue;
    const options = steal ? { steal: true } : { signal: queue.signal };
    this.#with.locks?.request(LOCK, options, () => {
      if (queue.signal.aborted) return undefined;
      this.#lead();
      return new Promise((resolve) => (this.#release = () => resolve(undefined)));
    }).catch(() => {
      // Taken away by a tab that heard nothing from this one, or called off.
      if (this.#queue === queue && this.#isMember) {
        this.#stopLeading();
        this.#queueUp(false);
        this.#expectLeader();
      }
    });
  }

  /** A leader that says nothing for long is no leader: its tab may be frozen. */
  #expectLeader() {
    this.#after("leader", SILENCE_MS, () => {
      if (!this.#isMember || this.#isLeader) return;
      this.#queue?.abort();
      this.#queueUp(true);
    });
  }

  #leave() {
    this.#isMember = false;
    this.#stopLeading();
    const queue = this.#queue;
    this.#queue = null;
    queue?.abort();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #lead() {
    this.#isLeader = true;
    this.#failures = 0;
    this.#cancel("leader");
    this.#open();
    // Who asked while nobody led, or of one that went away, asks again.
    this.#with.tabs?.post({ type: "lead" });
  }

  #stopLeading() {
    this.#isLeader = false;
    this.#close();
    for (const name of ["hello", "silence", "retry", "poll", "stream"]) this.#cancel(name);
    this.#release?.();
    this.#release = null;
  }

  /** @param {TabMessage} message */
  #hear(message) {
    if (message.type === "join") {
      if (!this.#isLeader) return;
      if (this.#state) this.#with.tabs?.post({ type: "state", state: this.#state, to: message.from });
      if (message.since < this.#complete) {
        const [at, position] = [this.#with.now(), this.#position];
        this.#with.tabs?.post({ type: "signal", signal: { name: "resync" }, at, position, to: message.from });
        return;
      }
      for (const { signal, at, position } of this.#recent) {
        if (at >= message.since) {
          this.#with.tabs?.post({ type: "signal", signal, at, position, to: message.from });
        }
      }
      return;
    }
    if (!this.#isMember || this.#isLeader) return;
    this.#expectLeader();
    if (message.type === "lead") {
      if (!this.#isToldSoFar) this.#askWhatWasMissed();
    } else if (message.type === "state") {
      if (message.to === this.#with.name) this.#isToldSoFar = true;
      this.#set(message.state);
    } else if (message.to === undefined || message.to === this.#with.name) {
      this.#remember(message.signal, message.at, message.position);
      this.#with.onSignal(message.signal);
    }
  }

  // MARK: The connection

  #open() {
    this.#close();
    this.#cancel("retry");
    this.#cancel("poll");
    const kept = this.#position ? null : this.#with.memory.get();
    const known = this.#position || kept?.position;
    // Another page saw that one after this page was asked for; whatever came before it may be missing here.
    const isLate = kept !== null && kept.at >= this.#since;
    if (isLate) this.#complete = Math.max(this.#complete, kept.at + 1);
    const source = this.#with.connect(known ? `/events?after=${encodeURIComponent(known)}` : "/events");
    this.#source = source;
    let isOpen = false;
    this.#after("hello", HELLO_MS, () => this.#fail(source));
    source.addEventListener("hello", () => {
      isOpen = true;
      this.#failures = 0;
      this.#cancel("hello");
      this.#cancel("stream");
      this.#watch(source);
      this.#say("on");
      // Nobody knows where to go on from, so whatever happened since the page was made may be missing.
      if (!known) this.#spread({ name: "resync" }, "");
      else if (isLate) this.#with.onSignal({ name: "resync" });
    });
    source.addEventListener("ping", () => {
      this.#watch(source);
      this.#say("on");
    });
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        this.#watch(source);
        const { data, lastEventId } = /** @type {MessageEvent<string>} */ (event);
        /** @type {{ id?: unknown }} */ const body = JSON.parse(data || "{}");
        const signal = typeof body.id === "string" ? { name, id: body.id } : { name };
        this.#spread(signal, lastEventId);
        if (name !== "session.expired") return;
        this.#cancel("silence");
        this.#close();
      });
    }
    source.onerror = () => {
      if (source !== this.#source) return;
      if (isOpen) {
        this.#cancel("silence");
        this.#say(this.#with.online() ? "wait" : "off");
        this.#close();
        this.#after("retry", 1000, () => this.#open());
      } else this.#fail(source);
    };
  }

  /** No stream came of it. @param {EventSource} source */
  async #fail(source) {
    if (source !== this.#source) return;
    this.#close();
    this.#cancel("hello");
    this.#failures += 1;
    if (this.#failures < 3) {
      this.#say(this.#with.online() ? "wait" : "off");
      this.#after("retry", 1000 * this.#failures, () => this.#open());
      return;
    }
    // A server that cannot be reached, rather than a stream that does not get through, is asked again soon.
    this.#after("stream", RETRY_STREAM_MS, () => this.#open());
    await this.#poll();
  }

  async #poll() {
    const answer = await this.#with.probe();
    if (!this.#isLeader || this.#source) return;
    if (answer === "signed-out") {
      this.#spread({ name: "session.expired" }, "");
      return;
    }
    if (answer === "ok") {
      this.#say("poll");
      this.#spread({ name: "resync" }, "");
    } else {
      this.#say(this.#with.online() ? "wait" : "off");
      // Once it answers again, the stream may get through as well.
      this.#failures = 2;
      this.#after("retry", POLL_MS, () => this.#open());
      return;
    }
    this.#after("poll", POLL_MS, () => this.#poll());
  }

  /** A dead connection can stay open for minutes: the server speaks every ten seconds. @param {EventSource} source */
  #watch(source) {
    this.#after("silence", SILENCE_MS, () => {
      if (source !== this.#source) return;
      this.#say("wait");
      this.#open();
    });
  }

  #close() {
    const source = this.#source;
    this.#source = null;
    source?.close();
  }

  // MARK: Telling

  /** @param {Signal} signal @param {string} position */
  #spread(signal, position) {
    const at = this.#with.now();
    this.#remember(signal, at, position);
    this.#with.tabs?.post({ type: "signal", signal, at, position });
    this.#with.onSignal(signal);
  }

  /** @param {Signal} signal @param {number} at @param {string} position */
  #remember(signal, at, position) {
    this.#recent.push({ signal, at, position });
    if (this.#recent.length > KEPT) {
      this.#complete = Math.max(this.#complete, (this.#recent.shift()?.at ?? 0) + 1);
    }
    if (!position) return;
    this.#position = position;
    if (this.#isLeader) this.#with.memory.set({ position, at });
  }

  /** Told again with every ping, so that the others know that somebody leads. @param {LiveState} state */
  #say(state) {
    this.#set(state);
    this.#with.tabs?.post({ type: "state", state });
  }

  /** @param {LiveState} state */
  #set(state) {
    if (this.#state === state) return;
    this.#state = state;
    this.#with.onState(state);
  }

  // MARK: Timers

  /** @param {string} name @param {number} ms @param {() => void} run */
  #after(name, ms, run) {
    this.#cancel(name);
    this.#timers.set(
      name,
      this.#with.later(() => {
        this.#timers.delete(name);
        run();
      }, ms),
    );
  }

  /** @param {string} name */
  #cancel(name) {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }
}

/**
 * Leading + trailing rate limit per key: the first call runs at once, calls inside the window
 * collapse into one trailing call, so a burst never loses its last event.
 * @param {(key: string) => void} fire
 * @param {number} windowMs
 * @param {(fn: () => void, ms: number) => unknown} [later]
 * @returns {(key: string) => void}
 */
export function coalesce(fire, windowMs, later = setTimeout) {
  /** @type {Map<string, boolean>} */
  const open = new Map();
  /** @param {string} key */
  const tick = (key) => {
    if (open.get(key)) {
      open.set(key, false);
      fire(key);
      later(() => tick(key), windowMs);
    } else open.delete(key);
  };
  return (key) => {
    if (open.has(key)) {
      open.set(key, true);
      return;
    }
    open.set(key, false);
    fire(key);
    later(() => tick(key), windowMs);
  };
}
