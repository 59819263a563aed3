/**
 * When a part of the page comes anew and what had the focus is not in it any more, the focus goes to the part's
 * heading (`data-focus-after`) instead of the top of the page.
 */
export function installKeepFocus() {
  let hadFocus = false;
  document.body.addEventListener("htmx:beforeSwap", (e) => {
    if (!(e instanceof CustomEvent) || !(e.detail.target instanceof HTMLElement)) return;
    hadFocus = e.detail.target.contains(document.activeElement);
  });
  document.body.addEventListener("htmx:afterSettle", (e) => {
    const had = hadFocus;
    hadFocus = false;
    if (!had || document.activeElement !== document.body || !(e.target instanceof HTMLElement)) return;
    const heading = e.target.querySelector("[data-focus-after]");
    if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
  });
}
