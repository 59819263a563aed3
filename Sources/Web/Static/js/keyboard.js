/**
 * What a key does on every page.
 * @typedef {{ do: "palette" | "search" | "chat" | "keymap" } | { go: string } | { wait: true } | null} Shortcut
 * @typedef {{ key: string, ctrl: boolean, meta: boolean, alt: boolean, composing: boolean }} Press
 */

/** @type {Record<string, string>} */
const PLACES = {
  d: "/dashboard",
  s: "/skills",
  r: "/runs",
  f: "/failures",
  l: "/alerts",
  p: "/providers",
  a: "/audit",
};

/**
 * @param {Press} press
 * @param {{ typing: boolean, single: boolean, afterG: boolean }} state whether somebody writes into a field; whether
 *   single keys count; whether `g` was just pressed
 * @returns {Shortcut}
 */
export function shortcut(press, { typing, single, afterG }) {
  if (press.composing) return null;
  if ((press.meta || press.ctrl) && !press.alt && press.key.toLowerCase() === "k") return { do: "palette" };
  if (typing || !single || press.meta || press.ctrl || press.alt) return null;
  if (afterG) {
    const place = PLACES[press.key];
    if (place) return { go: place };
  }
  switch (press.key) {
    case "/":
      return { do: "search" };
    case "?":
      return { do: "keymap" };
    case "c":
      return { do: "chat" };
    case "g":
      return { wait: true };
    default:
      return null;
  }
}

const CHORD_MS = 1000;

/** @param {{ palette: () => void, chat: () => void }} actions */
export function installKeyboard(actions) {
  const keymap = document.querySelector("#keymap");
  const showKeymap = () => {
    if (keymap instanceof HTMLDialogElement && !keymap.open) keymap.showModal();
  };
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-keymap]")) showKeymap();
    if (event.target.closest("#keymap [data-close]") && keymap instanceof HTMLDialogElement) keymap.close();
  });

  let chord = -CHORD_MS;
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const found = shortcut(
      {
        key: event.key,
        ctrl: event.ctrlKey,
        meta: event.metaKey,
        alt: event.altKey,
        composing: event.isComposing || event.keyCode === 229,
      },
      {
        typing: isField(event.target) || isBehindDialog(event.target),
        single: document.body.dataset.keys !== "off",
        afterG: event.timeStamp - chord < CHORD_MS,
      },
    );
    chord = -CHORD_MS;
    if (!found) return;
    if ("wait" in found) chord = event.timeStamp;
    else {
      event.preventDefault();
      if ("go" in found) location.assign(found.go);
      else if (found.do === "search") search(actions.palette);
      else if (found.do === "keymap") showKeymap();
      else actions[found.do]();
    }
  });
}

/** @param {EventTarget | null} target */
function isField(target) {
  // A dialog that has just been closed keeps the focus until the next frame.
  return target instanceof HTMLElement && target.closest("dialog:not([open])") === null &&
    target.closest("input, select, textarea, [contenteditable]") !== null;
}

/** While a dialog asks something, its keys are its own. @param {EventTarget | null} target */
function isBehindDialog(target) {
  const open = document.querySelector("dialog:modal");
  return open !== null && target instanceof Node && open.contains(target);
}

/** @param {() => void} palette for pages with nothing to search */
function search(palette) {
  const field = document.querySelector('[data-hotkey="/"]');
  if (field instanceof HTMLElement) field.focus();
  else palette();
}

/**
 * Searching as you type waits until a syllable is composed: an input method (Korean, Japanese, Chinese) fires
 * `input` for every half-made one, and Enter then ends the composition instead of the search.
 */
export function installComposition() {
  /** @param {Event} e */
  const waits = (e) => e.target instanceof HTMLInputElement && !!e.target.closest("form[data-composition]");
  // Capturing, so that it comes before whoever listens at the field.
  document.addEventListener("input", (e) => {
    if (waits(e) && e instanceof InputEvent && e.isComposing) e.stopPropagation();
  }, true);
  document.addEventListener("keydown", (e) => {
    // Safari ends the composition before it tells of the key, and marks it by 229.
    if (waits(e) && e.key === "Enter" && (e.isComposing || e.keyCode === 229)) e.preventDefault();
  }, true);
  document.addEventListener("compositionend", (e) => {
    if (waits(e)) e.target?.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
