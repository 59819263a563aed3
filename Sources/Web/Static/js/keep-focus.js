/**
 * Keeps the focus near where somebody worked.
 *
 * A button that is switched off while its form is sent loses the focus, and so does whatever is gone when a part of
 * the page comes anew. It goes back to the same element, or else to the heading (`data-focus-after`) of what
 * surrounded it, instead of the top of the page.
 */
export function installKeepFocus() {
  let hadFocus = false;
  /** @type {{ id: string, around: Element | null } | null} */
  let acting = null;
  const isLost = () => document.activeElement === document.body || document.activeElement === null;

  document.body.addEventListener("htmx:beforeRequest", (e) => {
    const active = document.activeElement;
    if (!(e.target instanceof HTMLFormElement) || !active || !e.target.contains(active)) return;
    acting = { id: active.id, around: e.target.closest("section") };
  });

  document.body.addEventListener("htmx:afterRequest", (e) => {
    if (!(e.target instanceof HTMLFormElement) || !acting) return;
    const { id, around } = acting;
    acting = null;
    if (isLost() && !focus(document.getElementById(id))) focusHeading(around);
  });

  document.body.addEventListener("htmx:beforeSwap", (e) => {
    if (!(e instanceof CustomEvent) || !(e.detail.target instanceof HTMLElement)) return;
    hadFocus = e.detail.target.contains(document.activeElement);
  });

  // Other parts may come anew before this one settles.
  document.body.addEventListener("htmx:afterSwap", (e) => {
    const had = hadFocus;
    hadFocus = false;
    if (had && isLost() && e.target instanceof Element) focusHeading(e.target);
  });
}

/** @param {Element | null} element @returns {boolean} whether it took the focus */
function focus(element) {
  if (!(element instanceof HTMLElement)) return false;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

/** @param {Element | null} part */
function focusHeading(part) {
  focus(part?.querySelector("[data-focus-after]") ?? null);
}
