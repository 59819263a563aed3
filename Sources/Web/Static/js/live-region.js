/**
 * Parts of a page that fetch themselves anew while somebody works in them.
 *
 * What is open stays open, what is scrolled stays there, and a refresh waits that would replace a form whose answer is on
 * its way, or what is being clicked.
 */

/** @param {EventTarget | null} element */
const refreshesItself = (element) =>
  element instanceof HTMLElement && /live:/.test(element.getAttribute("data-hx-trigger") ?? "");

/**
 * @param {ParentNode} part
 * @returns {() => void} puts what was noted back
 */
export function remember(part) {
  const open = [...part.querySelectorAll("details[id][open]")].map((e) => e.id);
  const scrolled = [...part.querySelectorAll(".scroll[id]")]
    .map((e) => ({ id: e.id, left: e.scrollLeft, top: e.scrollTop }))
    .filter(({ left, top }) => left || top);
  return () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const { id, left, top } of scrolled) {
      document.getElementById(id)?.scrollTo({ left, top, behavior: "instant" });
    }
  };
}

/**
 * How long to wait before asking once more, with a little chance so that not all tabs come at once.
 * @param {XMLHttpRequest} answer
 * @returns {number} milliseconds; 0 where the answer asks nobody to wait
 */
export function pauseAfter(answer) {
  if (answer.status !== 429) return 0;
  const seconds = Number(answer.getResponseHeader("Retry-After"));
  return seconds > 0 ? 1000 * Math.min(seconds, 60) + Math.random() * 500 : 0;
}

/**
 * Has an event happen again after a pause: once, however many parts are refused meanwhile, as all of them hear it.
 * @param {(name: string) => void} happen
 * @param {(fn: () => void, pause: number) => unknown} [later]
 * @returns {(name: string, pause: number) => void}
 */
export function afterPause(happen, later = setTimeout) {
  /** @type {Set<string>} */
  const due = new Set();
  return (name, pause) => {
    if (due.has(name)) return;
    due.add(name);
    later(() => {
      due.delete(name);
      happen(name);
    }, pause);
  };
}

/** @param {ParentNode} part */
function say(part) {
  const text = part.querySelector("[data-said]")?.getAttribute("data-said");
  const place = document.querySelector("#run-said");
  if (text && place && place.textContent !== text) place.textContent = text;
}

/**
 * Runs something once nothing in a part is at work any more, however often it is asked to meanwhile.
 * @param {string} atWork selects what is
 */
function once(atWork) {
  /** Parts that wait already. @type {WeakSet<Element>} */
  const waiting = new WeakSet();
  /** @param {Element} part @param {() => void} run @param {(fn: () => void) => unknown} [later] */
  return (part, run, later = setTimeout) => {
    if (waiting.has(part)) return;
    waiting.add(part);
    // What is at work may be gone by then, and the part with it; its surroundings are not.
    const around = part.parentElement ?? document.body;
    const ended = () => {
      if (part.isConnected && part.querySelector(atWork)) return;
      around.removeEventListener("htmx:afterRequest", ended);
      waiting.delete(part);
      later(run);
    };
    around.addEventListener("htmx:afterRequest", ended);
  };
}

/**
 * Runs something once the form at work in a part has its answer.
 *
 * Other requests end around it meanwhile, first of all the refresh that was put off: if that one counted, it would be
 * asked for again at once, and again, until the form is done.
 */
export const afterForm = once("form.htmx-request");

/** Runs something once no request of a part's elements is on its way. */
export const afterRequests = once(".htmx-request");

/** By touch, a click comes so much later than the finger is up. */
const CLICK_MS = 350;

/**
 * Knows what a pointer is down on: taken away before it is up again, it would never be clicked.
 * @param {(name: string) => void} happen
 */
function watchPointer(happen) {
  /** @type {Element | null} */
  let pressed = null;
  let end = 0;
  /** Events to repeat once it is up. @type {Set<string>} */
  const due = new Set();
  const release = () => {
    clearTimeout(end);
    pressed = null;
    const names = [...due];
    due.clear();
    // Behind the click.
    setTimeout(() => names.forEach(happen));
  };
  addEventListener("pointerdown", (e) => {
    if (!e.isPrimary || e.button !== 0) return;
    clearTimeout(end);
    pressed = e.target instanceof Element ? e.target : null;
  }, true);
  addEventListener("pointerup", () => {
    clearTimeout(end);
    end = setTimeout(release, CLICK_MS);
  }, true);
  for (const type of ["click", "pointercancel"]) addEventListener(type, release, true);
  // It may come up where nobody hears of it: over a menu, outside of the window.
  addEventListener("pointermove", (e) => {
    if (pressed && e.buttons === 0) release();
  }, true);
  addEventListener("blur", release);
  return {
    /** @param {Element} part */
    isIn: (part) => pressed !== null && part.contains(pressed),
    /** @param {string} name of the event */
    repeat: (name) => void due.add(name),
  };
}

/**
 * The event that has a part ask for itself anew as it just did.
 * @param {{ elt: Element, triggeringEvent?: Event }} request
 * @returns {string | null}
 */
function eventFor({ elt, triggeringEvent }) {
  if (triggeringEvent?.type.startsWith("live:")) return triggeringEvent.type;
  // Said by something else, such as the end of a request, which nobody can say once more.
  return /live:[^\s,[]+/.exec(elt.getAttribute("data-hx-trigger") ?? "")?.[0] ?? null;
}

export function installLiveRegions() {
  /** @type {(() => void) | null} */
  let restore = null;
  /** @param {string} name */
  const happen = (name) => document.body.dispatchEvent(new CustomEvent(name));
  const happenLater = afterPause(happen);
  const pressed = watchPointer(happen);
  document.body.addEventListener("htmx:beforeSwap", (e) => {
    if (!(e instanceof CustomEvent)) return;
    const target = e.detail.target;
    const asker = e.detail.requestConfig?.elt;
    if (!(target instanceof HTMLElement)) return;
    restore = remember(target);
    if (!refreshesItself(asker)) return;
    const again = eventFor(e.detail.requestConfig);
    const isBusy = target.querySelector("form.htmx-request") !== null;
    if (!isBusy && !(again && pressed.isIn(target))) return;
    e.detail.shouldSwap = false;
    restore = null;
    if (!again) return;
    if (isBusy) afterForm(target, () => happen(again));
    else pressed.repeat(again);
  });
  // Who asked too much asks once more when the server says; what the page shows is old until then.
  document.body.addEventListener("htmx:responseError", (e) => {
    if (!(e instanceof CustomEvent) || !refreshesItself(e.detail.requestConfig?.elt)) return;
    const pause = pauseAfter(e.detail.xhr);
    const again = eventFor(e.detail.requestConfig);
    if (pause && again) happenLater(again, pause);
  });
  document.body.addEventListener("htmx:afterSwap", (e) => {
    restore?.();
    restore = null;
    if (e.target instanceof HTMLElement) say(e.target);
  });
}
