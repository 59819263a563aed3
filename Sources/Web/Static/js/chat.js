/** Below this the panel fills the screen and keeps the focus inside. */
const NARROW = "(max-width: 560px)";
const KEPT = 50;

/**
 * What was written before, by the up and down keys.
 * @param {string[]} said oldest first
 */
export function history(said) {
  let place = said.length;
  let draft = "";
  return {
    /** @param {string} now what stands in the field @returns {string | null} what should, or null for no change */
    up(now) {
      if (place === 0) return null;
      if (place === said.length) draft = now;
      place -= 1;
      return said[place] ?? null;
    },
    /** @returns {string | null} */
    down() {
      if (place >= said.length) return null;
      place += 1;
      return place === said.length ? draft : said[place] ?? null;
    },
    /** @param {string} text */
    add(text) {
      said.push(text);
      if (said.length > KEPT) said.shift();
      place = said.length;
      draft = "";
    },
  };
}

/** What this browser's session keeps; browsers may forbid that, and then a page forgets. */
const store = {
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

/** @returns {() => void} opens the panel, or closes it */
export function installChat() {
  const thread = document.querySelector("#chat-thread");
  const form = document.querySelector("#chat-form");
  const field = document.querySelector("#chat-text");
  const template = document.querySelector("#chat-message");
  if (
    !(thread instanceof HTMLElement) || !(form instanceof HTMLFormElement) ||
    !(field instanceof HTMLTextAreaElement) || !(template instanceof HTMLTemplateElement)
  ) return () => {};

  const kept = store.get("chat-said");
  /** @type {string[]} */
  const said = Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : [];
  for (const text of said) {
    const message = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const words = message.querySelector(".mine p");
    if (words) words.textContent = text;
    thread.append(message);
  }
  const before = history(said);
  const toEnd = () => (thread.scrollTop = thread.scrollHeight);

  form.addEventListener("htmx:configRequest", () => {
    before.add(field.value);
    store.set("chat-said", said);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event instanceof CustomEvent && event.detail.successful) field.value = "";
    toEnd();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const atStart = field.selectionStart === 0 && field.selectionEnd === 0;
    const atEnd = field.selectionStart === field.value.length;
    const text = event.key === "ArrowUp" && (atStart || atEnd && !field.value.includes("\n"))
      ? before.up(field.value)
      : event.key === "ArrowDown" && atEnd
      ? before.down()
      : null;
    if (text === null) return;
    event.preventDefault();
    field.value = text;
  });
  toEnd();
  return installPanel(field, toEnd);
}

/** @param {HTMLTextAreaElement} field @param {() => void} toEnd */
function installPanel(field, toEnd) {
  const panel = document.querySelector("#chat");
  // The page of its own has no panel beside it.
  if (!(panel instanceof HTMLDialogElement)) return () => field.focus();
  /** @type {HTMLElement | null} */
  let opener = null;

  /** @param {boolean} withFocus */
  const open = (withFocus) => {
    if (panel.open) return;
    opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    if (matchMedia(NARROW).matches) panel.showModal();
    else panel.show();
    store.set("chat-open", true);
    toEnd();
    if (withFocus) field.focus();
    else opener?.focus();
  };
  panel.addEventListener("close", () => {
    store.set("chat-open", false);
    opener?.focus();
  });
  panel.addEventListener("keydown", (event) => {
    // Only a modal dialog closes by itself.
    if (event.key === "Escape" && !event.isComposing) panel.close();
  });
  panel.querySelector("[data-close]")?.addEventListener("click", () => panel.close());
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-chat]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    about(new URL(link.href).searchParams.get("about"));
    if (panel.open && !link.search) panel.close();
    else open(true);
  });
  // On a narrow screen it would hide the page one has just come to.
  if (store.get("chat-open") === true && !matchMedia(NARROW).matches) open(false);
  return () => (panel.open ? panel.close() : open(true));
}

/** @param {string | null} subject */
function about(subject) {
  const value = document.querySelector("#chat-about-value");
  const line = document.querySelector("#chat-about");
  const name = line?.querySelector("code");
  if (!(value instanceof HTMLInputElement) || !(line instanceof HTMLElement) || !name) return;
  value.value = subject ?? "";
  name.textContent = subject ?? "";
  line.hidden = !subject;
}
