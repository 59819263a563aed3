/** Below this the panel fills the screen and keeps the focus inside. */
const NARROW = "(max-width: 560px)";
/** Styles that have not come by then are not waited for. */
const STYLE_MS = 3000;

/** What this browser's session keeps; browsers may forbid that, and then a page forgets. */
export const kept = {
  /** @param {string} name @returns {unknown} */
  get(name) {
    try {
      return JSON.parse(sessionStorage.getItem(name) ?? "null");
    } catch {
      return null;
    }
  },
  /** @param {string} name @param {unknown} value */
  set(name, value) {
    try {
      sessionStorage.setItem(name, JSON.stringify(value));
    } catch {
      // Not kept, then.
    }
  },
};

/**
 * Says what "this" is from now on.
 * @param {string | null} subject such as `run-0190…`
 */
export function setAbout(subject) {
  const value = document.querySelector("#chat-about-value");
  const line = document.querySelector("#chat-about");
  const name = line?.querySelector("code");
  if (!(value instanceof HTMLInputElement) || !(line instanceof HTMLElement) || !name) return;
  value.value = subject ?? "";
  name.textContent = subject ?? "";
  line.hidden = !subject;
}

/** @returns {string | null} the run of the page around the panel */
function shownRun() {
  const ask = document.querySelector("#run-ask");
  return ask instanceof HTMLAnchorElement ? new URL(ask.href).searchParams.get("about") : null;
}

/** @returns {Promise<void>} resolves once the styles of the cards are there, or will not be */
function styled() {
  return new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("../css/chat.css", import.meta.url).href;
    link.onload = link.onerror = () => done();
    setTimeout(done, STYLE_MS);
    document.head.append(link);
  });
}

/**
 * The panel beside every page: its frame is there from the start, so that what is typed at once goes into its field; what
 * was said, and the code for it, come when it is opened first.
 * @returns {() => void} opens the panel, or closes it; on the page of its own, goes to the field
 */
export function installChat() {
  const panel = document.querySelector("#chat");
  const field = document.querySelector("#chat-text");
  const thread = document.querySelector("#chat-thread-id");
  if (!(field instanceof HTMLInputElement) || !(thread instanceof HTMLInputElement)) return () => {};
  if (!(panel instanceof HTMLDialogElement)) return () => field.focus();
  /** @type {HTMLElement | null} */
  let opener = null;
  /** @type {Promise<void> | null} */
  let code = null;
  let hasCode = false;

  const load = async () => {
    if (code) return;
    code = import("./chat/page.js").catch(() => null).then(() => {
      hasCode = true;
    });
    const earlier = kept.get("chat-thread");
    thread.value = typeof earlier === "string" ? earlier : "";
    await Promise.all([styled(), code]);
    panel.querySelector("#chat-earlier")?.dispatchEvent(new CustomEvent("chat:load"));
  };
  /** @param {boolean} withFocus @param {string | null} about */
  const open = (withFocus, about) => {
    if (about) setAbout(about);
    if (!panel.open) {
      opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      if (matchMedia(NARROW).matches) panel.showModal();
      else panel.show();
      kept.set("chat-open", true);
    }
    if (withFocus) field.focus();
    else opener?.focus();
    void load();
  };
  // A line that is sent before the code for it is here waits for that.
  panel.addEventListener("submit", (event) => {
    const form = event.target;
    if (hasCode || !(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    event.stopPropagation();
    if (field.readOnly) return;
    field.readOnly = true;
    void code?.then(() => {
      field.readOnly = false;
      form.requestSubmit();
    });
  }, true);
  panel.addEventListener("close", () => {
    kept.set("chat-open", false);
    opener?.focus();
  });
  panel.addEventListener("keydown", (event) => {
    // Only a modal dialog closes by itself.
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) panel.close();
  });
  panel.querySelector("[data-close]")?.addEventListener("click", () => panel.close());
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-chat]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (panel.open && !link.search) panel.close();
    else open(true, new URL(link.href).searchParams.get("about") ?? shownRun());
  });
  // On a narrow screen it would hide the page one has just come to.
  if (kept.get("chat-open") === true && !matchMedia(NARROW).matches) open(false, shownRun());
  return () => (panel.open ? panel.close() : open(true, shownRun()));
}
