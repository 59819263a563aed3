/**
 * What somebody typed is there again after signing in anew.
 *
 * A session may end while a form is open. Before the browser is sent to sign in, what was typed is kept in this tab; the
 * same page puts it back for the same caller. Fields for secrets, files and what a form carries unseen are left out.
 *
 * @typedef {{ name: string, value: string, isChecked?: boolean }} Field
 * @typedef {{ path: string, at: number, waits?: boolean, forms: { action: string, fields: Field[] }[] }} Draft
 */

const KEY = "typed";
/** Whoever comes back later has most likely given it up. */
const KEPT_MS = 30 * 60_000;
const LEFT_OUT = ["hidden", "password", "file", "submit", "button", "image", "reset"];

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** @param {Element} element @returns {element is Control} */
function isTyped(element) {
  return "name" in element && element.name !== "" && "type" in element &&
    !LEFT_OUT.includes(String(element.type)) && !("readOnly" in element && element.readOnly);
}

/** @param {Control} control */
const isTick = (control) => control.type === "checkbox" || control.type === "radio";

/** @param {Control} control */
function isChanged(control) {
  if ("options" in control) return [...control.options].some((o) => o.selected !== o.defaultSelected);
  if (isTick(control) && "checked" in control) return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
}

/**
 * What was changed in a form; all of it where the form was drawn anew with what was wrong.
 * @param {HTMLFormElement} form
 * @returns {Field[]}
 */
export function typedIn(form) {
  const controls = [...form.elements].filter(isTyped);
  const isRefused = controls.some((c) => c.getAttribute("aria-invalid") === "true");
  return controls.filter((c) => isRefused || isChanged(c)).map((c) =>
    isTick(c) && "checked" in c
      ? { name: c.name, value: c.value, isChecked: c.checked }
      : { name: c.name, value: c.value }
  );
}

/** @param {HTMLFormElement} form @param {Field[]} fields */
export function typeAgain(form, fields) {
  for (const { name, value, isChecked } of fields) {
    for (const control of [...form.elements].filter(isTyped)) {
      if (control.name !== name) continue;
      if (!isTick(control)) control.value = value;
      else if ("checked" in control && control.value === value) control.checked = isChecked === true;
    }
  }
}

/** @param {HTMLFormElement} form */
const actionOf = (form) => form.getAttribute("action") ?? "";

const here = () => location.pathname + location.search;

/** Keeps what is typed in the page's forms; to be called before the browser is sent to sign in. */
export function keepTyping() {
  // What is on its way to the server is put back by whoever sent it.
  document.dispatchEvent(new CustomEvent("typing:keep"));
  const forms = [...document.forms].map((form) => ({ action: actionOf(form), fields: typedIn(form) }))
    .filter(({ fields }) => fields.length > 0);
  write(forms.length > 0 ? { path: here(), at: Date.now(), forms } : null);
}

/** @param {Draft | null} draft */
function write(draft) {
  try {
    if (draft) sessionStorage.setItem(KEY, JSON.stringify(draft));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Browsers may forbid storage, or it is more than they keep.
  }
}

/** @returns {Draft | null} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Whether what was kept belongs on this page, now.
 * @param {Draft} draft @param {string} path @param {number} now
 */
export const isFor = (draft, path, now) =>
  draft.waits === true && draft.path === path && now - draft.at < KEPT_MS;

export function installKeptTyping() {
  const draft = read();
  if (document.body.dataset.caller === undefined) {
    // Here one signs in, and what is sent from here does not take the place of what waits.
    if (draft) write({ ...draft, waits: true });
    return;
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // What htmx sends stays on the page until the answer says where to go.
    if (form instanceof HTMLFormElement && !form.hasAttribute("data-hx-post") && !event.defaultPrevented) {
      keepTyping();
    }
  });
  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    const answer = event instanceof CustomEvent ? event.detail.xhr : null;
    if (answer instanceof XMLHttpRequest && answer.getResponseHeader("HX-Redirect")?.startsWith("/sign-in")) {
      keepTyping();
    }
  });
  if (!draft) return;
  write(null);
  if (!isFor(draft, here(), Date.now())) return;
  let left = draft.forms;
  /** @param {ParentNode} part */
  const putBack = (part) => {
    for (const form of part.querySelectorAll("form")) {
      const kept = left.find(({ action }) => action === actionOf(form));
      if (!kept) continue;
      typeAgain(form, kept.fields);
      left = left.filter((other) => other !== kept);
      const text = document.body.dataset.restoredText ?? "";
      document.body.dispatchEvent(new CustomEvent("toast", { detail: { kind: "ok", text } }));
    }
  };
  putBack(document);
  // A dialog's form comes when it is opened.
  document.body.addEventListener("htmx:load", (event) => {
    if (left.length > 0 && event.target instanceof HTMLElement) {
      putBack(event.target.parentElement ?? event.target);
    }
  });
}
